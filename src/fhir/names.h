#ifndef FHIR_NAMES_H
#define FHIR_NAMES_H

// The names by which others know what we write. Ours are URNs, never addresses: a clinic has no web
// server to resolve them, and nobody may one day own the address.

#define FHIR_ABSENT "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#define FHIR_ORDINAL "http://hl7.org/fhir/StructureDefinition/ordinalValue"
#define FHIR_UCUM "http://unitsofmeasure.org"

// "urn:intake:form:ID" is a form; behind it "/options/ITEM", "/kinds/ITEM", "/regions" and "/units"
// are its code systems, and "|VERSION" makes it a canonical.
#define FHIR_FORM "urn:intake:form:"
// linkIds beside the form's own, which hold no slash: before a section's id; behind a question's,
// what hangs below one of its answers (how strong and what kind of pain, what "please say" was
// told).
#define FHIR_SECTION "section/"
#define FHIR_INTENSITY "/intensity"
#define FHIR_KIND "/kind"
#define FHIR_OTHER "/other"

// Extensions. On the response: the program that wrote it (valueString).
#define FHIR_PROGRAM "urn:intake:program"
// On the first item of a repeat (valueCode): "none" (the list is empty, and complete), "complete",
// or "open" (nobody said that it is).
#define FHIR_LIST "urn:intake:list"
// On an item (valueBoolean true): answered, with nothing (no mark, no letter), where that is
// allowed.
#define FHIR_EMPTY "urn:intake:empty"
// On a date: the days it may be (`precision` valueCode, `weeks` valueInteger, `period`
// valuePeriod).
#define FHIR_DAYS "urn:intake:days"
// On a calculated number (valueRange): what it may be, where a partial date leaves it open.
#define FHIR_RANGE "urn:intake:range"

#endif
