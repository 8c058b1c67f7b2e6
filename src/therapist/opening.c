// A record on the desk: opened, brought up to date, added to. What visit tells becomes a sentence.
#include "therapist/view.h"
#include "therapist/visit.h"

static struct visit_source source_of(const struct therapist *desk)
{
    const struct therapist_setup *setup = desk->setup;
    return (struct visit_source){
        .installation = setup->installation,
        .reader = desk->reader,
        .secret = desk->secret,
        .folded = desk->folded,
        .form = setup->form,
        .when = setup->when,
        .context = setup->context,
    };
}

static void say_unread(struct therapist *desk)
{
    if (desk->visit->unread > 0) {
        therapist_warn(desk,
                       "%zu of the notes beside this record cannot be read; 'intake verify' "
                       "says more.",
                       desk->visit->unread);
    }
}

bool opening_try(struct therapist *desk, const struct folded_row *row)
{
    const struct visit_source source = source_of(desk);
    const char *why = NULL;
    desk->visit = visit_open(&source, row, &why);
    if (desk->visit == NULL) {
        if (folded_is_damaged(desk->folded, row->number)) {
            therapist_look(desk); // the list says so from now on
        }
        therapist_warn(desk, "This record cannot be opened: %s.", why);
        return false;
    }
    say_unread(desk);
    return true;
}

void opening_close(struct therapist *desk)
{
    visit_close(desk->visit);
    desk->visit = NULL;
}

void opening_renew(struct therapist *desk, const struct folded_row *row)
{
    const struct visit_source source = source_of(desk);
    if (visit_is_behind(desk->visit, row)) {
        visit_renew(&source, desk->visit, row);
        say_unread(desk);
    }
}

bool opening_remark(struct therapist *desk, const struct remark *remark)
{
    if (remark_add(desk->setup->installation, desk->reader, desk->secret, desk->visit->id, remark,
                   therapist_now(desk)) != 0) {
        therapist_failed(desk, "It could not be kept");
        return false;
    }
    therapist_look(desk);
    return true;
}
