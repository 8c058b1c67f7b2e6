#include "form/clinic.h"

#include <stdlib.h>

const char *const clinic_fact_names[] = {"name",      "phone",      "emergency", "country",
                                         "keep_days", "therapists", NULL};

void clinic_free(struct clinic *clinic)
{
    if (clinic == NULL) {
        return;
    }
    arena_clear(&clinic->arena);
    free(clinic);
}
