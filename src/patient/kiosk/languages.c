// How a kiosk greets in the languages of a form. A language that is not here is greeted in English
// and by its own name, which the form gives.

#include "patient/kiosk/welcome.h"

#include <string.h>

static const struct welcome_language known[] = {
    {"en", "English", "Press Enter to begin"},
    {"de", "Deutsch", "Zum Beginnen die Eingabetaste drücken"},
    {"el", "Ελληνικά", "Πατήστε Enter για να ξεκινήσετε"},
    {"es", "Español", "Pulse Intro para empezar"},
    {"fr", "Français", "Appuyez sur Entrée pour commencer"},
    {"it", "Italiano", "Premere Invio per iniziare"},
    {"nl", "Nederlands", "Druk op Enter om te beginnen"},
    {"pl", "Polski", "Naciśnij Enter, aby zacząć"},
    {"pt", "Português", "Prima Enter para começar"},
    {"tr", "Türkçe", "Başlamak için Enter tuşuna basın"},
    {"vi", "Tiếng Việt", "Nhấn Enter để bắt đầu"},
};

// "pt-BR" is greeted as "pt".
static bool same_language(const char *code, const char *simple)
{
    size_t length = strcspn(code, "-_");
    return strlen(simple) == length && memcmp(code, simple, length) == 0;
}

static struct welcome_language greet(const char *code, const char *name)
{
    struct welcome_language language = {
        .code = code, .name = name != NULL ? name : code, .begin = known[0].begin};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (same_language(code, known[i].code)) {
            language.name = name != NULL ? name : known[i].name;
            language.begin = known[i].begin;
        }
    }
    return language;
}

size_t welcome_languages(const struct form *form, struct welcome_language list[WELCOME_LANGUAGES])
{
    const char *own = form != NULL && form->language != NULL ? form->language : "en";
    uint32_t others = form != NULL ? form->language_count : 0;
    size_t count = 0;
    list[count++] = greet(own, NULL);
    for (uint32_t i = 0; i < others && count < WELCOME_LANGUAGES; i++) {
        if (strcmp(form->languages[i].code, own) != 0) {
            list[count++] = greet(form->languages[i].code, form->languages[i].name);
        }
    }
    return count;
}
