#ifndef SUMMARY_PACK_PART_H
#define SUMMARY_PACK_PART_H

// What both ends of the pipe know. Private to this room.
//
// Numbers are little-endian; a text is its length and its bytes, without a NUL. In order: the
// magic; whether sheets are filled in order; the ids of the questions (none if no line was traced);
// the body; the lines.

#define PACK_MAGIC "intake document 1\n"
enum { PACK_MAGIC_BYTES = sizeof PACK_MAGIC - 1 };
#define PACK_NONE UINT32_MAX // as a length: NULL

enum { PACK_JOINS = 1, PACK_NO = 2 };
enum { PACK_HAS_RANGE = 1, PACK_HIGHER = 2, PACK_HAS_BETTER = 4 };

#endif
