// Texts are written straight into the buffer; what is drawn by lot comes from one dice, in order,
// so that a size and a shape name one text for ever.
#include "bench/generate.h"

enum { SECTION = 50, NEAR = 50 };

uint32_t dice_roll(struct dice *dice, uint32_t sides)
{
    dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    uint64_t mixed = (dice->state >> 33) ^ (dice->state >> 17);
    return (uint32_t)((mixed & UINT32_MAX) % sides);
}

static void begin_form(struct buffer *out, const char *id)
{
    buffer_print(out,
                 "form = { id = \"%s\"; version = \"1\"; title = \"Generated\"; language = \"en\"; "
                 "rules = \"rules.cfg\"; };\nsections = (\n",
                 id);
}

static void begin_section(struct buffer *out, uint32_t number)
{
    buffer_print(out, "%s  { id = \"s%u\"; title = \"Section %u\"; items = (\n",
                 number > 0 ? " ); },\n" : "", number, number);
}

// What question `i` is, by its number alone, so that conditions know what they compare.
enum kind { INTEGER, CHOICE, CALCULATED };

static enum kind kind_of(uint32_t i)
{
    uint32_t place = i * 7 % 10;
    return place < 5 || i < 2 ? INTEGER : place < 9 ? CHOICE : CALCULATED;
}

// An earlier question: mostly a near one. Calculations are never asked, so they are stepped over.
static uint32_t earlier(struct dice *dice, uint32_t i, bool number)
{
    uint32_t reach = dice_roll(dice, 10) < 7 && i > NEAR ? NEAR : i;
    uint32_t at = i - 1 - dice_roll(dice, reach);
    while (at > 0 && (kind_of(at) == CALCULATED || (number && kind_of(at) != INTEGER))) {
        at--;
    }
    return at;
}

static void comparison(struct dice *dice, uint32_t i, struct buffer *out)
{
    static const char *const signs[] = {"<", ">", "<=", ">="};
    uint32_t at = earlier(dice, i, false);
    if (kind_of(at) == CHOICE) {
        buffer_print(out, "q%u = 'c%u'", at, dice_roll(dice, GENERATE_CODES));
    } else {
        const char *sign = signs[dice_roll(dice, 4)];
        buffer_print(out, "q%u %s %u", at, sign, dice_roll(dice, 100));
    }
}

static void condition(struct dice *dice, uint32_t i, struct buffer *out)
{
    uint32_t parts = 1 + dice_roll(dice, 3);
    const char *joint = dice_roll(dice, 2) == 0 ? " and " : " or ";
    buffer_text(out, " ask_if = \"");
    for (uint32_t part = 0; part < parts; part++) {
        buffer_text(out, part > 0 ? joint : "");
        comparison(dice, i, out);
    }
    buffer_text(out, "\";");
}

static void options(struct buffer *out)
{
    buffer_text(out, "\n      options = (");
    for (int option = 0; option < GENERATE_CODES; option++) {
        buffer_print(out, "%s { code = \"c%d\"; text = \"Choice %d\"; }", option > 0 ? "," : "",
                     option, option);
    }
    buffer_text(out, " );");
}

static void question(struct dice *dice, uint32_t i, struct buffer *out)
{
    buffer_print(out, "    { id = \"q%u\";", i);
    if (kind_of(i) == CALCULATED) {
        uint32_t a = earlier(dice, i, true);
        uint32_t b = earlier(dice, i, true);
        buffer_print(out, " type = \"value\"; of = \"integer\"; value = \"q%u + q%u * 2\";", a, b);
    } else {
        buffer_print(out, " type = \"%s\"; text = \"Question number %u?\";",
                     kind_of(i) == CHOICE ? "one" : "integer", i);
        if (dice_roll(dice, 5) == 0) {
            buffer_text(out, " required = true;");
        }
    }
    // Three in ten of all: a calculation has none, so one in three of the others.
    if (i > 0 && kind_of(i) != CALCULATED && dice_roll(dice, 3) == 0) {
        condition(dice, i, out);
    }
    if (kind_of(i) == CHOICE) {
        options(out);
    } else if (kind_of(i) == INTEGER) {
        buffer_text(out, " min = 0; max = 100;");
    }
    buffer_text(out, " }");
}

void generate_form(uint32_t questions, struct buffer *out)
{
    struct dice dice = {1};
    begin_form(out, "generated");
    for (uint32_t i = 0; i < questions; i++) {
        if (i % SECTION == 0) {
            begin_section(out, i / SECTION);
        }
        question(&dice, i, out);
        buffer_text(out, i + 1 < questions && (i + 1) % SECTION != 0 ? ",\n" : "\n");
    }
    buffer_text(out, " ); } );\n");
}

static void fill_up(uint32_t from, uint32_t questions, struct buffer *out)
{
    for (uint32_t i = from; i < questions; i++) {
        buffer_print(out, ",\n    { id = \"n%u\"; type = \"integer\"; text = \"Number %u?\"; }", i,
                     i);
    }
    buffer_text(out, " ); } );\n");
}

static const char first_question[] =
    "    { id = \"q0\"; type = \"integer\"; text = \"How much?\"; min = 0; max = 100; }";

void generate_chain(uint32_t links, uint32_t questions, struct buffer *out)
{
    begin_form(out, "generated");
    begin_section(out, 0);
    buffer_text(out, first_question);
    for (uint32_t i = 1; i <= links; i++) {
        buffer_print(out,
                     ",\n    { id = \"c%u\"; type = \"value\"; of = \"integer\"; value = \"%c%u + "
                     "1\"; }",
                     i, i == 1 ? 'q' : 'c', i - 1);
    }
    buffer_print(
        out,
        ",\n    { id = \"last\"; type = \"integer\"; text = \"And then?\"; required = true; "
        "ask_if = \"c%u > %u\"; }",
        links, links + 50);
    fill_up(links + 2, questions, out);
}

void generate_fan(uint32_t links, uint32_t questions, struct buffer *out)
{
    begin_form(out, "generated");
    begin_section(out, 0);
    buffer_text(out, first_question);
    for (uint32_t i = 1; i <= links; i++) {
        buffer_print(out,
                     ",\n    { id = \"f%u\"; type = \"integer\"; text = \"And %u?\"; required = "
                     "true; ask_if = \"q0 > 50\"; }",
                     i, i);
    }
    fill_up(links + 1, questions, out);
}

bool generate_is_choice(uint32_t question)
{
    return question % 2 == 1;
}

void generate_answers_form(struct buffer *out)
{
    begin_form(out, "screened");
    begin_section(out, 0);
    for (uint32_t i = 0; i < GENERATE_ANSWERS; i++) {
        buffer_print(out, "    { id = \"q%u\"; type = \"%s\"; text = \"Question %u?\";", i,
                     generate_is_choice(i) ? "one" : "integer", i);
        if (generate_is_choice(i)) {
            options(out);
        } else {
            buffer_text(out, " min = 0; max = 100;");
        }
        buffer_text(out, i + 1 < GENERATE_ANSWERS ? " },\n" : " }\n");
    }
    buffer_text(out, " ); } );\n");
}

// One comparison in both languages.
static void compared(struct dice *dice, struct buffer *ours, struct buffer *sql)
{
    static const char *const signs[] = {"<", ">", "<=", ">=", "="};
    uint32_t at = dice_roll(dice, GENERATE_ANSWERS);
    if (generate_is_choice(at)) {
        uint32_t code = dice_roll(dice, GENERATE_CODES);
        buffer_print(ours, "q%u = 'c%u'", at, code);
        buffer_print(sql, "q%u = %u", at, code);
    } else {
        const char *sign = signs[dice_roll(dice, 5)];
        uint32_t limit = 1 + dice_roll(dice, 99);
        buffer_print(ours, "q%u %s %u", at, sign, limit);
        buffer_print(sql, "q%u %s %u", at, sign, limit);
    }
}

static void both(struct buffer *ours, struct buffer *sql, const char *text)
{
    buffer_text(ours, text);
    buffer_text(sql, text);
}

static void rule_condition(struct dice *dice, struct buffer *ours, struct buffer *sql)
{
    uint32_t parts = 1 + dice_roll(dice, 4);
    bool all = dice_roll(dice, 2) == 0;
    uint32_t nested = dice_roll(dice, 5) == 0 ? dice_roll(dice, parts) : parts;
    for (uint32_t part = 0; part < parts; part++) {
        both(ours, sql, part == 0 ? "" : all ? " and " : " or ");
        if (part == nested) {
            both(ours, sql, "(");
            compared(dice, ours, sql);
            both(ours, sql, all ? " or " : " and ");
            compared(dice, ours, sql);
            both(ours, sql, ")");
        } else {
            compared(dice, ours, sql);
        }
    }
}

void generate_rules(uint32_t rules, struct buffer *ours, struct buffer *sql, size_t *starts)
{
    struct dice dice = {2};
    buffer_text(ours, "rules_for = \"screened\";\nversion = \"1\";\nrules = (\n");
    for (uint32_t i = 0; i < rules; i++) {
        buffer_print(ours, "  { id = \"r%u\"; class = \"precaution\"; if = \"", i);
        starts[i] = sql->length;
        rule_condition(&dice, ours, sql);
        buffer_add(sql, "", 1);
        buffer_print(ours, "\"; therapist = \"Rule %u.\"; }%s\n", i, i + 1 < rules ? "," : "");
    }
    buffer_text(ours, ");\n");
}

void generate_set(struct dice *dice, int answers[GENERATE_ANSWERS])
{
    for (uint32_t i = 0; i < GENERATE_ANSWERS; i++) {
        uint32_t sides = generate_is_choice(i) ? GENERATE_CODES : 101;
        answers[i] = dice_roll(dice, 50) == 0 ? GENERATE_UNKNOWN : (int)dice_roll(dice, sides);
    }
}

void generate_line(const int *set, struct buffer *out)
{
    for (uint32_t i = 0; i < GENERATE_ANSWERS; i++) {
        if (i > 0) {
            buffer_char(out, '\t');
        }
        if (set == NULL) {
            buffer_print(out, "q%u", i);
        } else if (set[i] != GENERATE_UNKNOWN) {
            buffer_print(out, generate_is_choice(i) ? "c%d" : "%d", set[i]);
        }
    }
    buffer_char(out, '\n');
}
