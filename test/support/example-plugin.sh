#!/bin/sh
# A plugin of the sort that gpbackup calls: has files in one directory, by the last three parts of their paths. Its options
# are `directory`, `log` (each call is noted there), `fail` (words of a call that fails) and `hang` (of one that never ends).
option() { sed -n "s/^ *$1: *//p" "$config"; }
verb=$1 config=$2 path=$3
[ "$verb" = plugin_api_version ] && { echo 0.5.0; exit 0; }
directory=$(option directory)
echo "$verb" "$(basename "$path")" "$4" "$5" >> "$(option log)"
[ "$(option hang)" = "$verb" ] && sleep 60
fail=$(option fail)
if [ -n "$fail" ]; then
  case "$verb $path" in
    *$fail*)
      echo "example plugin: no access with $(option password)" >&2
      exit 3
      ;;
  esac
fi
timestamp=$(basename "$(dirname "$path")")
stored=$directory/$(echo "$timestamp" | cut -c1-8)/$timestamp/$(basename "$path")
case $verb in
  restore_file) cp "$stored" "$path" ;;
  restore_data) cat "$stored" ;;
  setup_plugin_for_restore | cleanup_plugin_for_restore) [ -d "$path" ] ;;
  *) exit 2 ;;
esac
