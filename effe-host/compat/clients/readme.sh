# The README's five lines, as a newcomer types them, with a port of their own: start, deploy, call, update, roll back.
# Tells the seconds of each and of all.
folder=$WORK/readme
mkdir -p "$folder/target" && cd "$folder" || exit 1
unset AWS_ENDPOINT_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY
began=$(date +%s%N)
seconds() { printf '%d.%d' $((($(date +%s%N) - began) / 1000000000)) $((($(date +%s%N) - began) / 100000000 % 10)); }
"$HOST_EFFE" host --data-dir functions --port 0 --init-timeout 60s > host.log 2>&1 &
host=$!
trap 'kill $host; wait $host' EXIT
until endpoint=$(sed -n 's|.*Lambda API on \(http://[0-9.:]*\).*|\1|p' host.log) && [ -n "$endpoint" ]; do
    kill -0 $host || exit 1
    sleep 0.05
done
printf 'effe host, after %s s\tok\n' "$(seconds)"
printf '%s\n' 'effe: 1' 'name: my' 'functions:' \
    '  greeting: {code: target/my-lambda.jar, handler: "com.example.Greeting::greet"}' \
    'targets:' "  local: {host: \"$endpoint\"}" > effe.yaml
expect() { # what is to be found, then the command
    local pattern=$1 found
    shift
    found=$("$@" 2>&1)
    if grep -q -e "$pattern" <<< "$found"; then
        found=ok
    fi
    printf '%s, after %s s\t%s\n' "$(basename "$1")${2:+ $2}" "$(seconds)" "$(tr -s '\n\t ' '   ' <<< "$found" | sed 's/ $//')"
}
call() { curl -s -d '{}' "$endpoint/2015-03-31/functions/my_greeting:live/invocations"; }
cp "$WORK/one.zip" target/my-lambda.jar
expect 'created alias live' "$HOST_EFFE" deploy
expect '^"one none"$' call
cp "$WORK/two.zip" target/my-lambda.jar
expect 'updated alias live' "$HOST_EFFE" deploy
expect '^"two none"$' call
expect 'live' "$HOST_EFFE" rollback
expect '^"one none"$' call
all=$(seconds)
[ "${all%.*}" -lt 60 ] && printf 'all in under a minute\tok\n' || printf 'all in under a minute\tit took %s s\n' "$all"
