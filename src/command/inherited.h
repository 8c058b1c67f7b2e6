#ifndef COMMAND_INHERITED_H
#define COMMAND_INHERITED_H

// In a child that is to become another program, or to do one thing for as long as it lives: closes
// every open file from `first` on but `kept` (-1: none is kept). Without threads only.
void inherited_close(int first, int kept);

#endif
