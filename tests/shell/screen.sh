#!/bin/sh
# intake screen: exit codes, errors with their line, tsv order, batch equal to one by one. Usage: screen.sh INTAKE
intake=$1
bad=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
form=forms/dry-needling

expect() { # expect CODE NAME COMMAND...
    code=$1
    name=$2
    shift 2
    "$@" >"$scratch/out" 2>"$scratch/err"
    got=$?
    if [ $got != "$code" ]; then
        echo "$name: exit $got, expected $code"
        cat "$scratch/err"
        bad=1
    fi
}
says() { # says FILE TEXT
    if ! grep -qF -- "$2" "$scratch/$1"; then
        echo "expected in $1: $2"
        cat "$scratch/$1"
        bad=1
    fi
}
run() { "$intake" screen $form "$1" --config=config --today=2026-03-02 --format=tsv; }

cat >"$scratch/unknown.cfg" <<'ANSWERS'
answers = {
  who_answers = "self";
  night_pian = "no";
  smoke = "sometimes";
  needle_fear = 11;
};
ANSWERS
expect 1 "unknown id, code, value" run "$scratch/unknown.cfg"
says err "unknown.cfg:3: error:"
says err "night_pain"
says err "unknown.cfg:4: error:"
says err "unknown.cfg:5: error:"

printf 'answers = { who_answers = "self"; today_urgent = ( "chest_pain" ); };\n' >"$scratch/urgent.cfg"
expect 0 "a few answers" run "$scratch/urgent.cfg"
says out "$(printf 'finding\trf_chest_pain_now\turgent\tpresent')"
says out "$(printf 'finding\tci_any_urgent\tabsolute\tpresent')"
says out "$(printf 'silent\tfull_name\tnot-reached')"
if ! awk -F'\t' '{ o = index("finding score asked silent aside ", $1 " "); if (o < last) exit 1; last = o }' "$scratch/out"; then
    echo "tsv lines are out of order"
    bad=1
fi

# The other way to write answers, from standard input; silences; what does not apply is set aside.
cat >"$scratch/list.cfg" <<'ANSWERS'
answers = ( { id = "who_answers"; value = "self"; }, { id = "today_urgent"; silent = "declined"; },
            { id = "onset_how"; value = "slowly"; }, { id = "injury_size"; value = "big"; } );
ANSWERS
expect 0 "list from stdin" sh -c "'$intake' screen $form - --config=config --today=2026-03-02 --format=tsv <'$scratch/list.cfg'"
says out "$(printf 'silent\ttoday_urgent\tdeclined')"
says out "$(printf 'aside\tinjury_size')"
says out "$(printf 'finding\trf_chest_pain_now\turgent\tcannot-be-excluded')"

# Both ways of writing answers say the same, from a file or from standard input.
cat >"$scratch/short.cfg" <<'ANSWERS'
answers = {
  who_answers = "helper"; today_urgent = ( "none" ); birth_date = "1971-04"; sex_at_birth = { silent = "declined"; };
  support_needs = { value = ( "reading", "other" ); other = "the stairs"; };
  pain_areas = ( { code = "low_back"; intensity = 7; kind = "ache"; }, "knee_l" );
  main_area = "low_back"; onset_how = { silent = "dont-know"; }; injury_size = "small";
  needle_fear = "7"; guardian_here = true; agree_record = { silent = "skipped"; };
};
ANSWERS
cat >"$scratch/long.cfg" <<'ANSWERS'
answers = (
  { id = "agree_record"; silent = "skipped"; }, { id = "guardian_here"; value = "yes"; }, { id = "needle_fear"; value = 7; },
  { id = "injury_size"; value = "small"; }, { id = "onset_how"; value = "not_sure"; }, { id = "main_area"; value = "low_back"; },
  { id = "pain_areas"; value = ( "low_back", "knee_l" ); intensity = ( 7 ); kind = ( "ache" ); },
  { id = "support_needs"; value = ( "other", "reading" ); other = "the stairs"; },
  { id = "sex_at_birth"; value = "prefer_not"; }, { id = "birth_date"; value = "1971-04-30"; precision = "month"; },
  { id = "today_urgent"; value = ( "none" ); }, { id = "who_answers"; value = "helper"; } );
ANSWERS
expect 0 "the short way" run "$scratch/short.cfg"
cp "$scratch/out" "$scratch/short.tsv"
says err "short.cfg:6: note:"
expect 0 "the long way" run "$scratch/long.cfg"
diff -u "$scratch/short.tsv" "$scratch/out" || bad=1
says out "$(printf 'aside\tguardian_here')"
expect 0 "the long way, from standard input" sh -c "'$intake' screen --format tsv --today 2026-03-02 --config config $form - <'$scratch/long.cfg'"
diff -u "$scratch/short.tsv" "$scratch/out" || bad=1

expect 1 "a folder for a batch" "$intake" screen $form --batch="$scratch" --config=config
says err ":1: error: the line cannot be read; a file of text"
expect 1 "no such file" run "$scratch/missing.cfg"
expect 78 "no such form" "$intake" screen forms/none "$scratch/urgent.cfg" --config=config
expect 78 "no such config" "$intake" screen $form "$scratch/urgent.cfg" --config="$scratch"
expect 2 "wrong use" "$intake" screen
expect 2 "wrong day" "$intake" screen $form - --today=2026-02-30

# Batch: each line gives what the same answers give by themselves.
printf 'who_answers\ttoday_urgent\tbirth_date\tonset_how\tneedle_fear\tpain_areas\n' >"$scratch/sets"
printf 'self\tchest_pain hot_joint\t1980-05-17\tslowly\t9\tneck_back knee_l\n' >>"$scratch/sets"
printf 'helper\t!declined\t1961\tnot_sure\t\tall_over\n' >>"$scratch/sets"
printf 'self\tnone\t2012-01\tinjury\t5\tchest\n' >>"$scratch/sets"
one() { # one LINE ANSWERS: compare with batch's line
    printf '%s\n' "$2" >"$scratch/one.cfg"
    run "$scratch/one.cfg" >"$scratch/one.tsv" || bad=1
    present=$(awk -F'\t' '$1 == "finding" && $4 == "present" { printf "%s%s", s, $2; s = " " }' "$scratch/one.tsv")
    unsure=$(awk -F'\t' '$1 == "finding" && $4 != "present" { printf "%s%s", s, $2; s = " " }' "$scratch/one.tsv")
    got=$("$intake" screen $form --batch="$scratch/sets" --config=config --today=2026-03-02 | sed -n "$1p")
    if [ "$got" != "$(printf '%s\t%s' "$present" "$unsure")" ]; then
        printf 'batch line %s differs:\n%s\n%s\t%s\n' "$1" "$got" "$present" "$unsure"
        bad=1
    fi
}
one 1 'answers = { who_answers = "self"; today_urgent = ( "chest_pain", "hot_joint" ); birth_date = "1980-05-17"; onset_how = "slowly"; needle_fear = 9; pain_areas = ( "neck_back", "knee_l" ); };'
one 2 'answers = { who_answers = "helper"; today_urgent = { silent = "declined"; }; birth_date = "1961"; onset_how = "not_sure"; pain_areas = ( "all_over" ); };'
one 3 'answers = { who_answers = "self"; today_urgent = ( "none" ); birth_date = "2012-01"; onset_how = "injury"; needle_fear = 5; pain_areas = ( "chest" ); };'

# For people: what a rule says, with the answers it names.
cp -R config "$scratch/config"
sed -i '/id = "pr_unsure"/,/therapist/s/therapist = "/&{full_name} of {clinic.name}: /' "$scratch/config/screening.cfg"
printf 'answers = { full_name = "Maria Silva"; onset_how = "not_sure"; };\n' >"$scratch/named.cfg"
expect 0 "text for people" "$intake" screen $form "$scratch/named.cfg" --config="$scratch/config" --today=2026-03-02
says out 'Maria Silva of Hillside Physiotherapy: One or more'

# A file is named as people would: the configuration beside the forms is not "forms/x/../../config".
mkdir -p "$scratch/house/forms"
cp -R "$form" "$scratch/house/forms/x"
cp -R forms/instruments "$scratch/house/forms/"
cp -R config "$scratch/house/"
sed -i 's/class = "urgent"/class = "urgend"/' "$scratch/house/config/screening.cfg"
expect 1 "a mistake in the rules" env -u INTAKE_CONFIG "$intake" check "$scratch/house/forms/x"
says out "$scratch/house/config/screening.cfg:"
grep -qF '/../' "$scratch/out" "$scratch/err" && { echo "a path goes up and down"; bad=1; }

printf 'who_answers\tneedle_fear\nself\t12\nself\t3\nnobody\t3\n' >"$scratch/bad"
expect 1 "batch with mistakes" "$intake" screen $form --batch="$scratch/bad" --config=config
says err "bad:2: error:"
says err "bad:4: error:"
[ "$(grep -c '^!$' "$scratch/out")" = 2 ] || { echo "batch: two lines should be marked"; bad=1; }
exit $bad
