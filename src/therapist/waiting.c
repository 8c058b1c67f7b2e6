// Ranks once, then a sort of small keys: a letter typed in a search over 100,000 records is felt
// only if the rows themselves are touched again and again.
#include "therapist/waiting.h"

#include "base/ensure.h"
#include "base/text.h"
#include "interview/heard.h"

#include <stdlib.h>
#include <string.h>

enum { TYPED = 256, DAY = 86400 };

static enum waiting_rank by_headline(const struct folded_row *row)
{
    if (row->gravest == RULE_URGENT) {
        return WAITING_URGENT;
    }
    if (row->gravest == RULE_SAME_DAY) {
        return WAITING_SAME_DAY;
    }
    if (row->urgent_not_excluded) {
        return WAITING_URGENT_OPEN;
    }
    return row->gravest == RULE_ABSOLUTE ? WAITING_ABSOLUTE : WAITING_REST;
}

// What is grave does not go down the list because the answers behind it were damaged since.
enum waiting_rank waiting_rank(const struct folded_row *row)
{
    bool unreadable = row->damaged || row->closed;
    if (row->state == FOLDED_DECIDED) {
        return unreadable ? WAITING_UNREADABLE : WAITING_DONE;
    }
    enum waiting_rank rank = by_headline(row);
    return unreadable && rank == WAITING_REST ? WAITING_UNREADABLE : rank;
}

bool waiting_waits(const struct folded_row *row)
{
    return waiting_rank(row) < WAITING_UNREADABLE;
}

// What is searched for, made ready once.
struct search {
    char words[TYPED]; // folded, NUL between words
    size_t length;     // of them all
    bool dated;
    struct date date;
};

static void search_for(struct search *search, const struct waiting_wish *wish)
{
    search->length = text_fold(wish->typed, search->words, sizeof search->words);
    for (size_t i = 0; i < search->length; i++) {
        search->words[i] = search->words[i] == ' ' ? '\0' : search->words[i];
    }
    search->dated = heard_date(wish->typed, wish->month_first, &search->date);
}

static bool matches(const struct search *search, const struct folded_row *row)
{
    if (search->dated && row->born_known && row->born.first >= search->date.first &&
        row->born.last <= search->date.last) {
        return true;
    }
    for (size_t at = 0; at < search->length; at += strlen(search->words + at) + 1) {
        if (strstr(row->search, search->words + at) == NULL) {
            return false;
        }
    }
    return true;
}

static bool wanted(const struct waiting_wish *wish, const struct search *search,
                   const struct folded_row *row)
{
    if (search->length > 0) {
        return matches(search, row);
    }
    bool today = row->at >= wish->midnight && row->at < wish->midnight + DAY;
    if (wish->new_only && row->state != FOLDED_NEW) {
        return false;
    }
    if (wish->day_only && !today) {
        return false;
    }
    return wish->decided || today || row->state != FOLDED_DECIDED;
}

struct place {
    const struct folded_row *row;
    enum waiting_rank rank;
    int64_t at;
};

static int compare(const void *one, const void *other)
{
    const struct place *a = one, *b = other;
    if (a->rank != b->rank) {
        return a->rank < b->rank ? -1 : 1;
    }
    int earlier = a->rank == WAITING_DONE ? 1 : -1;
    if (a->at != b->at) {
        return a->at < b->at ? earlier : -earlier;
    }
    return a->row->number < b->row->number ? earlier : -earlier;
}

size_t waiting_list(const struct folded_row *rows, size_t count, const struct waiting_wish *wish,
                    const struct folded_row **list)
{
    struct place *places = malloc((count + 1) * sizeof *places);
    struct search search;
    size_t used = 0;
    if (places == NULL) {
        die("out of memory");
    }
    search_for(&search, wish);
    for (size_t i = 0; i < count; i++) {
        if (wanted(wish, &search, &rows[i])) {
            places[used++] = (struct place){&rows[i], waiting_rank(&rows[i]), rows[i].at};
        }
    }
    qsort(places, used, sizeof *places, compare);
    for (size_t i = 0; i < used; i++) {
        list[i] = places[i].row;
    }
    free(places);
    return used;
}
