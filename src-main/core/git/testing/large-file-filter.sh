#!/bin/sh
# The same as large-file-filter.mjs for one file at a time, and much quicker to start. Names are Git's, filled up to the length of LFS's.
#   sh large-file-filter.sh clean|smudge FOLDER
file=$(mktemp "$2/XXXXXX") && cat > "$file" || exit 1
is_pointer=$(head -c 22 "$file" | grep -c '^version https://git-lfs')
if [ "$1" = clean ] && [ "$is_pointer" = 0 ]; then
  oid=$(git hash-object --no-filters "$file")000000000000000000000000
  printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n' "$oid" "$(wc -c < "$file")"
  mv "$file" "$2/$oid"
else
  oid=none
  if [ "$1" = smudge ]; then oid=$(sed -n 's/^oid sha256://p' "$file"); fi
  if [ -f "$2/$oid" ]; then cat "$2/$oid"; else cat "$file"; fi
  rm "$file"
fi
