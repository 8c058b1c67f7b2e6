#ifndef RECORD_WORDS_H
#define RECORD_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// 2,048 easy words: short, common, told apart by their first four letters, none that would hurt to
// be given. They carry what people must copy or say: the patient's four resume words, a reader's
// recovery sheet, the slip said at the desk.
enum {
    WORDS = 2048,
    WORD_BITS = 11,
    WORD_LETTERS = 7, // at most
    RESUME_WORDS = 4,
    RESUME_BYTES = RESUME_WORDS * (WORD_LETTERS + 1),
};

const char *word_at(uint32_t number); // 0 to WORDS - 1
// The number of a word as a person wrote it: capitals and blanks around it do not matter, its first
// four letters decide. WORDS: there is none.
uint32_t word_find(const char *text, size_t length);
// The word most like it, for "did you mean"; NULL if none is near.
const char *word_nearest(const char *text, size_t length);

// "maple otter cloud river": four words, drawn by chance, one blank between them.
void resume_words_draw(char out[RESUME_BYTES]);
// What a patient typed, as it was drawn: separators, capitals and endings do not matter. False: not
// four words of the list; *wrong is then the first that is none, 1 to 4, or 0 if their number is
// wrong.
bool resume_words_read(const char *text, char out[RESUME_BYTES], int *wrong);

// A secret of 32 bytes as eight lines of four words: 32 bits and a check of 12 in each line, so
// that a mistake is found in the line where it was made.
enum {
    RECOVERY_LINES = 8,
    RECOVERY_WORDS = 4,
    RECOVERY_LINE = RECOVERY_WORDS * (WORD_LETTERS + 1)
};
void recovery_sheet_write(const uint8_t secret[32], char lines[RECOVERY_LINES][RECOVERY_LINE]);
// One line, as typed, into its four bytes of `secret`. False: *wrong is the word that is none, 1 to
// 4, or 0: the words are not those of this line.
bool recovery_sheet_read_line(int line, const char *text, uint8_t secret[32], int *wrong);
// Of a line that was read: the first word, 1 to 4, that is not typed as it stands on the sheet, but
// was taken by its first letters; 0: none.
int recovery_sheet_line_taken(const char *text);

// "maple-otter-41": said at the desk. The two digits check the words, and the words differ enough
// in sound that one heard wrongly is noticed.
enum { SLIP_BYTES = 2 * (WORD_LETTERS + 1) + 3 };
void slip_draw(char out[SLIP_BYTES]);
// As heard and typed: blanks or hyphens, any capitals. False: no slip, or a word of it is wrong.
bool slip_read(const char *text, char out[SLIP_BYTES]);

#endif
