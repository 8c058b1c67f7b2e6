// `page`: the lines of the therapist's page that repeat answers.
#include "form_part.h"

static const char *const page_keys[] = {"part", "label", "items", "named"};
enum { P_PART, P_LABEL, P_ITEMS, P_NAMED, P_KEYS };

static void load_line_items(struct loading *loading, const cfg_node *list, struct form_page *page)
{
    struct form *form = loading->form;
    uint32_t count = cfg_list(loading->cfg, list);
    uint32_t *items = arena_array(&form->arena, uint32_t, count + 1);
    page->items = items;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *node = cfg_element(list, i);
        const char *id;
        if (!cfg_text(loading->cfg, node, &id)) {
            continue;
        }
        uint32_t item = form_find(form, id);
        if (item == FORM_NO_ITEM) {
            if (!loading->incomplete) {
                cfg_error(loading->cfg, node, "'%.64s' is no question or value; the id of one%s",
                          id, loading_suggest(form, loading->issues, id));
            }
            continue;
        }
        if (form->items[item].value_type == VALUE_NONE && !loading->broken[item]) {
            cfg_error(loading->cfg, node, "'%s' has no answer to show; a question or value", id);
            continue;
        }
        for (uint32_t k = 0; k < page->item_count; k++) {
            if (items[k] == item) {
                cfg_error(loading->cfg, node, "'%s' is in this line of the page already; each once",
                          id);
            }
        }
        items[page->item_count++] = item;
    }
    if (list != NULL && cfg_is_list(list) && count == 0) {
        cfg_error(loading->cfg, list, "a line of the page without items; at least one");
    }
}

void load_pages(struct loading *loading, const cfg_node *list)
{
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    uint32_t count = cfg_list(cfg, list);
    struct form_page *pages = arena_array(&form->arena, struct form_page, count + 1);
    form->pages = pages;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[P_KEYS];
        const cfg_node *node = cfg_element(list, i);
        struct form_page *page = &pages[form->page_count];
        if (!cfg_members(cfg, node, "page line", page_keys, P_KEYS, m)) {
            continue;
        }
        if (m[P_PART] == NULL) {
            cfg_missing(cfg, node, "page line", page_keys[P_PART]);
        }
        if (m[P_ITEMS] == NULL) {
            cfg_missing(cfg, node, "page line", page_keys[P_ITEMS]);
        }
        uint32_t part = 0;
        static const char *const names[] = {"who", "problem", "goals", "health", "needles", NULL};
        (void)cfg_choice(cfg, m[P_PART], names, &part);
        page->part = (enum form_page_part)part;
        page->line = cfg_line(node);
        (void)cfg_text(cfg, m[P_LABEL], &page->label);
        (void)cfg_bool(cfg, m[P_NAMED], &page->named);
        load_line_items(loading, m[P_ITEMS], page);
        form->page_count++;
    }
}
