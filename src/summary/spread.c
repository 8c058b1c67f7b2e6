#include "summary/spread.h"

#include <stdio.h>

static int rank_of(const struct summary_line *line)
{
    static const int ranks[PART_COUNT] = {
        [PART_HEAD] = 0,      [PART_FLAGS] = 1,    [PART_UNSURE] = 2,
        [PART_PROBLEM] = 3,   [PART_MEASURES] = 4, [PART_GOALS] = 5,
        [PART_HEALTH] = 8,    [PART_NEEDLES] = 10, [PART_OTHERS] = 12,
        [PART_SILENCES] = 11, [PART_NOTES] = 13,   [PART_SOURCES] = SPREAD_RANK_LAST,
    };
    static const int flags[RULE_CLASSES] = {
        [RULE_URGENT] = 1,     [RULE_SAME_DAY] = 1, [RULE_ABSOLUTE] = 1,  [RULE_RELATIVE] = 6,
        [RULE_PRECAUTION] = 7, [RULE_YELLOW] = 9,   [RULE_PRACTICAL] = 9,
    };
    if (line->kind == LINE_FLAG) {
        return flags[line->class];
    }
    return line->kind == LINE_CHART ? ranks[PART_MEASURES] : ranks[line->part];
}

struct spread_block spread_block(const struct summary_line *line, const struct spread_block *before)
{
    if (line == NULL) {
        return (struct spread_block){
            .part = PART_COUNT, .class = RULE_CLASSES, .rank = SPREAD_RANK_LAST};
    }
    // The first paragraph of the problem is the complaint itself.
    bool complaint = line->part == PART_PROBLEM && (before == NULL || before->part != PART_PROBLEM);
    return (struct spread_block){
        .line = line,
        .part = line->part,
        .class = line->kind == LINE_FLAG ? line->class : RULE_CLASSES,
        .rank = complaint ? 0 : rank_of(line),
    };
}

int spread_group(enum summary_part part)
{
    switch (part) {
    case PART_HEAD:
        return 0;
    case PART_FLAGS:
    case PART_UNSURE:
        return 1;
    case PART_NOTES:
        return 3;
    case PART_SOURCES:
        return SPREAD_FOOT;
    default:
        return 2;
    }
}

enum summary_part spread_list(enum summary_part part)
{
    switch (part) {
    case PART_FLAGS:
    case PART_UNSURE:
    case PART_NOTES:
        return part;
    case PART_SOURCES:
        return PART_NOTES;
    default:
        return PART_COUNT;
    }
}

// What was left, while it is said.
struct behind {
    const struct phrases *phrases;
    const char *point;
    spread_left left;
    const void *context;
};

// "same-day: what the first tells; what the second tells", of a dangerous class; of others how
// many.
static void say_flags(const struct behind *behind, enum rule_class class, struct buffer *out)
{
    const struct phrases *phrases = behind->phrases;
    const char *point = out->length > 0 ? behind->point : "";
    const struct spread_block *block;
    const bool dangerous = class <= RULE_ABSOLUTE;
    uint32_t count = 0;
    for (size_t at = 0; (block = behind->left(behind->context, &at)) != NULL;) {
        if (block->part != PART_FLAGS || block->class != class) {
            continue;
        }
        count++;
        if (dangerous) {
            if (count > 1) {
                buffer_text(out, "; ");
            } else {
                buffer_print(out, "%s%s: ", point, phrases->kinds[class]);
            }
            buffer_add(out, block->line->text, summary_point(block->line->text));
        }
    }
    if (count > 0 && !dangerous) {
        char number[12];
        snprintf(number, sizeof number, "%u", (unsigned)count);
        buffer_text(out, point);
        phrase_fill(out, phrases->count, number, phrases->kinds[class]);
    }
}

static void name_questions(const struct behind *behind, struct buffer *out)
{
    const struct spread_block *block;
    for (size_t at = 0; (block = behind->left(behind->context, &at)) != NULL;) {
        const struct summary_line *line = block->line;
        if (block->part == PART_UNSURE && line->kind == LINE_QUESTION) {
            buffer_print(out, "%s%s", out->length > 0 ? "; " : "",
                         line->label != NULL ? line->label : line->text);
        }
    }
}

void spread_behind(const struct phrases *phrases, enum summary_part part, const char *point,
                   spread_left left, const void *context, struct buffer *out)
{
    const struct behind behind = {phrases, point, left, context};
    struct buffer list;
    buffer_init(&list, SIZE_MAX / 2);
    if (part == PART_FLAGS) {
        for (int class = 0; class < RULE_CLASSES; class ++) {
            say_flags(&behind, (enum rule_class) class, &list);
        }
    } else {
        name_questions(&behind, &list);
    }
    if (list.length > 0) {
        phrase_fill(out, part == PART_FLAGS ? phrases->behind : phrases->behind_unsure, list.bytes,
                    NULL);
    }
    buffer_clear(&list);
}
