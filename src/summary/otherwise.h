#ifndef SUMMARY_OTHERWISE_H
#define SUMMARY_OTHERWISE_H

#include "summary/build.h"

// Adds lines (LINE_OTHERWISE, joining) that say what would have made a rule different: of each
// answer it rests on, the least single change after which the rule is present where it was not, or
// absent where it was. Found by trying, on a copy of the answers; that it was not all tried, or
// that nothing was found, is said.
void otherwise_build(struct build *build, uint32_t rule);

#endif
