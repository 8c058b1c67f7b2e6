// What was read, beside what would be written of it. They are the same tree but for what was shown
// at the time, and for what is calculated.

#include "fhir/response_part.h"

#include <string.h>

static void compare(struct reading *r, tree_node *read, tree_node *written);

// Shown then; texts may name the clinic, which may have moved since.
static bool is_shown(const char *key)
{
    return strcmp(key, "text") == 0 || strcmp(key, "display") == 0;
}

static const char *link_of(const tree_node *item)
{
    const char *link = tree_text(tree_member(item, "linkId"));
    return link == NULL ? "" : link;
}

static bool is_calculated(const struct reading *r, const char *link)
{
    uint32_t item = form_find(r->form, link);
    return item != FORM_NO_ITEM &&
           (r->form->items[item].type == ITEM_VALUE || r->form->items[item].type == ITEM_SCORE);
}

static void warn(struct reading *r, const char *link)
{
    issues_add(r->issues, ISSUE_WARNING, NULL, 0,
               "%s: '%s' was worked out otherwise when this was written; as it is now",
               r->path.length == 0 ? "response" : r->path.bytes, link);
}

static void compare_item(struct reading *r, tree_node *read, tree_node *written, const char *link)
{
    if (!is_calculated(r, link)) {
        compare(r, read, written);
    } else if (!tree_same(tree_member(read, "answer"), tree_member(written, "answer")) ||
               !tree_same(tree_member(read, "extension"), tree_member(written, "extension"))) {
        warn(r, link);
    }
}

// Items side by side by their linkId; a calculated one may be on one side alone.
static void compare_items(struct reading *r, const tree_node *read, const tree_node *written)
{
    size_t i = 0, k = 0;
    while (i < tree_count(read) || k < tree_count(written)) {
        tree_node *mine = tree_element(written, k), *theirs = tree_element(read, i);
        const char *wanted = link_of(mine), *found = link_of(theirs);
        size_t here = reading_enter_at(r, "item", i);
        bool done = false;
        if (mine != NULL && theirs != NULL && strcmp(wanted, found) == 0) {
            compare_item(r, theirs, mine, found);
            i++;
            k++;
        } else if (mine != NULL && is_calculated(r, wanted)) {
            warn(r, wanted);
            k++;
        } else if (theirs != NULL && is_calculated(r, found)) {
            warn(r, found);
            i++;
        } else if (theirs == NULL) {
            reading_error(r, "nothing; '%s'", wanted);
            done = true;
        } else {
            reading_error(r, "'%.64s', which does not apply or is not in order; %s%s%s", found,
                          mine != NULL ? "'" : "", mine != NULL ? wanted : "nothing more",
                          mine != NULL ? "'" : "");
            done = true;
        }
        reading_leave(r, here);
        if (done) {
            return;
        }
    }
}

static void compare_lists(struct reading *r, const char *key, const tree_node *read,
                          const tree_node *written)
{
    if (tree_count(read) != tree_count(written)) {
        size_t here = reading_enter(r, key);
        reading_error(r, "%zu of them; %zu", tree_count(read), tree_count(written));
        reading_leave(r, here);
        return;
    }
    for (size_t i = 0; i < tree_count(read); i++) {
        size_t here = reading_enter_at(r, key, i);
        compare(r, tree_element(read, i), tree_element(written, i));
        reading_leave(r, here);
    }
}

static void compare_member(struct reading *r, const char *key, tree_node *read, tree_node *written)
{
    bool lists = tree_kind(read) == TREE_LIST && tree_kind(written) == TREE_LIST;
    if (lists && strcmp(key, "item") == 0) {
        compare_items(r, read, written);
    } else if (lists) {
        compare_lists(r, key, read, written);
    } else {
        size_t here = reading_enter(r, key);
        compare(r, read, written);
        reading_leave(r, here);
    }
}

static void compare_objects(struct reading *r, tree_node *read, tree_node *written)
{
    for (struct tree_member member = {0}; tree_next(read, &member);) {
        tree_node *other = tree_member(written, member.key);
        if (other == NULL) {
            reading_error(r, "'%.64s', which does not belong here; no such member", member.key);
        } else if (!is_shown(member.key)) {
            compare_member(r, member.key, member.value, other);
        } else if (tree_kind(member.value) != TREE_TEXT || tree_text(member.value)[0] == '\0') {
            reading_error(r, "a '%s' that is no text; a text", member.key);
        }
    }
    for (struct tree_member member = {0}; tree_next(written, &member);) {
        if (tree_member(read, member.key) == NULL) {
            reading_error(r, "no '%s'; one", member.key);
        }
    }
}

static const char *said(const tree_node *node)
{
    bool yes;
    if (tree_bool(node, &yes)) {
        return yes ? "true" : "false";
    }
    const char *digits = tree_digits(node), *text = tree_text(node);
    return digits != NULL ? digits : text != NULL ? text : "no plain value";
}

static void compare(struct reading *r, tree_node *read, tree_node *written)
{
    if (tree_kind(read) == TREE_OBJECT && tree_kind(written) == TREE_OBJECT) {
        compare_objects(r, read, written);
    } else if (tree_kind(read) != tree_kind(written)) {
        reading_error(r, "another kind of thing; such as it would be written");
    } else if (!tree_same(read, written)) {
        reading_error(r, "'%.100s'; '%.100s'", said(read), said(written));
    }
}

void compare_response(struct reading *r, tree_node *read, tree_node *written)
{
    compare(r, read, written);
}
