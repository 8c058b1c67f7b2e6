#ifndef COMMAND_PURGE_H
#define COMMAND_PURGE_H

#include "form/clinic.h"
#include "record/retention.h"

// Purges what is due by the clinic's settings and this machine's clock, as `intake purge` does and
// a kiosk between two patients: see retention_run. Also says nothing is to be done (out->held)
// where the clock shows a day before this program was made. -1 with errno.
int purge_due(struct installation *installation, struct drafts *drafts, const struct clinic *clinic,
              bool clock_right, struct retained *out);

#endif
