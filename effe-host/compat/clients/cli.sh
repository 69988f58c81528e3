# The AWS CLI, version 1 or 2, named by $AWS: deploys $NAME, calls it, releases a second version and goes back.
out=$WORK/cli.out
call() { "$AWS" lambda --endpoint-url "$ENDPOINT" --output json "$@" 2>&1; }
# name, what the answer must have, the call
expect() {
    local name=$1 pattern=$2 found
    shift 2
    : > "$out"
    found=$(call "$@"; cat "$out")
    if grep -q -e "$pattern" <<< "$found"; then
        printf '%s\tok\n' "$name"
    else
        printf '%s\t%s\n' "$name" "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
    fi
}
role=arn:aws:iam::000000000000:role/any
expect create-function '"State": "Active"' create-function --function-name "$NAME" --runtime java17 \
    --handler com.example.Greeting::greet --role $role --zip-file "fileb://$WORK/one.zip" --timeout 30
expect 'create it again' ResourceConflictException create-function --function-name "$NAME" --runtime java17 \
    --handler com.example.Greeting::greet --role $role --zip-file "fileb://$WORK/one.zip"
call wait function-active-v2 --function-name "$NAME" > "$out" && printf 'wait function-active-v2\tok\n' \
    || printf 'wait function-active-v2\t%s\n' "$(tr -s '\n ' '  ' < "$out" | cut -c1-200)"
expect invoke 'one none' invoke --function-name "$NAME" "$out"
expect publish-version '"Version": "1"' publish-version --function-name "$NAME"
expect 'publish it again' '"Version": "1"' publish-version --function-name "$NAME"
expect create-alias '"FunctionVersion": "1"' create-alias --function-name "$NAME" --name prod --function-version 1
expect update-function-code '"Version": "2"' update-function-code --function-name "$NAME" \
    --zip-file "fileb://$WORK/two.zip" --publish
call wait function-updated-v2 --function-name "$NAME" > "$out" && printf 'wait function-updated-v2\tok\n' \
    || printf 'wait function-updated-v2\t%s\n' "$(tr -s '\n ' '  ' < "$out" | cut -c1-200)"
expect 'the alias has the old one' 'one none' invoke --function-name "$NAME:prod" "$out"
expect '$LATEST is the new one' 'two none' invoke --function-name "$NAME" "$out"
expect update-alias '"FunctionVersion": "2"' update-alias --function-name "$NAME" --name prod --function-version 2
expect 'the alias has the new one' 'two none' invoke --function-name "$NAME" --qualifier prod "$out"
expect 'executed version' '"ExecutedVersion": "2"' invoke --function-name "$NAME:prod" "$out"
expect 'roll back' '"FunctionVersion": "1"' update-alias --function-name "$NAME" --name prod --function-version 1
expect 'the alias has the old one again' 'one none' invoke --function-name "$NAME:prod" "$out"
expect 'routing-config' '"2": 0.5' update-alias --function-name "$NAME" --name prod \
    --routing-config 'AdditionalVersionWeights={2=0.5}'
seconds=$(seq 400 \
    | sed "s|.*|url = \"$ENDPOINT/2015-03-31/functions/$NAME/invocations?Qualifier=prod\"\noutput = /dev/null|" \
    | curl -s -K - -D - --aws-sigv4 aws:amz:us-east-1:lambda --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -d '{}' \
    | grep -ci '^X-Amz-Executed-Version: 2')
[ "$seconds" -ge 160 ] && [ "$seconds" -le 240 ] && printf 'half of 400 invocations\tok\n' \
    || printf 'half of 400 invocations\t%s have version 2\n' "$seconds"
expect 'no routing-config' '"FunctionVersion": "1"' update-alias --function-name "$NAME" --name prod \
    --routing-config 'AdditionalVersionWeights={}'
expect 'the alias has the old one alone' 'one none' invoke --function-name "$NAME:prod" "$out"
expect update-configuration '"COLOUR": "red"' update-function-configuration --function-name "$NAME" \
    --environment 'Variables={COLOUR=red}'
expect 'variables of $LATEST' 'two red' invoke --function-name "$NAME" "$out"
expect 'variables of version 2' 'two none' invoke --function-name "$NAME:2" "$out"
logs() { "$AWS" logs --endpoint-url "$ENDPOINT" --output json "$@" 2>&1; }
# name, what the answer must have, the operation of logs
told() {
    local name=$1 pattern=$2 found
    shift 2
    found=$(logs "$@")
    if grep -q -e "$pattern" <<< "$found"; then
        printf '%s\tok\n' "$name"
    else
        printf '%s\t%s\n' "$name" "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
    fi
}
group=/aws/lambda/$NAME
# Version 1 has no tail.
if [[ $("$AWS" --version 2>&1) == aws-cli/2* ]]; then
    told 'logs tail' 'REPORT RequestId: .*Billed Duration: ' tail "$group" --since 5m
    told 'logs tail, START' 'START RequestId: .* Version: 2' tail "$group" --since 5m --format short
fi
told filter-log-events '"message": "END RequestId: ' filter-log-events --log-group-name "$group" --filter-pattern '"END RequestId"'
told describe-log-streams '/\[2\]' describe-log-streams --log-group-name "$group"
told describe-log-groups "\"logGroupName\": \"$group\"" describe-log-groups --log-group-name-prefix "$group"
told 'no such log group' ResourceNotFoundException filter-log-events --log-group-name /aws/lambda/none
told 'a pattern of JSON' InvalidParameterException filter-log-events --log-group-name "$group" --filter-pattern '{ $.a = 1 }'
expect put-concurrency '"ReservedConcurrentExecutions": 0' put-function-concurrency --function-name "$NAME" \
    --reserved-concurrent-executions 0
expect 'concurrency 0' TooManyRequestsException invoke --function-name "$NAME" "$out"
call delete-function-concurrency --function-name "$NAME" > /dev/null
expect put-event-invoke-config '"MaximumRetryAttempts": 0' put-function-event-invoke-config --function-name "$NAME" \
    --maximum-retry-attempts 0 --destination-config "{\"OnSuccess\": {\"Destination\": \"file:$WORK/$NAME\"}}"
expect 'invoke, Event' '"StatusCode": 202' invoke --function-name "$NAME" --invocation-type Event "$out"
for _ in $(seq 600); do
    record=$(ls "$WORK/$NAME" 2>/dev/null) && [ -n "$record" ] && break
    sleep 0.1
done
grep -q '"condition":"Success"' "$WORK/$NAME/"*.json && printf 'record of the event\tok\n' \
    || printf 'record of the event\tnone\n'
expect list-event-invoke-configs '"FunctionEventInvokeConfigs"' list-function-event-invoke-configs \
    --function-name "$NAME"
expect create-function-url-config "\"FunctionUrl\": \"$ENDPOINT/url/$NAME--prod/\"" create-function-url-config \
    --function-name "$NAME" --qualifier prod --auth-type AWS_IAM
expect 'create the URL again' ResourceConflictException create-function-url-config \
    --function-name "$NAME" --qualifier prod --auth-type NONE
expect 'a URL of a version' ValidationException create-function-url-config \
    --function-name "$NAME" --qualifier 1 --auth-type NONE
curled() { # name, status, then curl's arguments
    local name=$1 status=$2 found
    shift 2
    found=$(curl -s -o /dev/null -w '%{http_code}' "$@")
    [ "$found" = "$status" ] && printf '%s\tok\n' "$name" || printf '%s\t%s\n' "$name" "$found"
}
curled 'curl signs for a URL' 200 --aws-sigv4 aws:amz:us-east-1:lambda --user 'caller:s3cr/et+=' \
    "$ENDPOINT/url/$NAME--prod/"
curled 'curl does not sign' 403 "$ENDPOINT/url/$NAME--prod/"
expect update-function-url-config '"AuthType": "NONE"' update-function-url-config \
    --function-name "$NAME" --qualifier prod --auth-type NONE --cors AllowOrigins=https://shop.example
curled 'curl calls an open URL' 200 -d '{}' "$ENDPOINT/url/$NAME--prod/a%2Fb/..?c=d"
expect list-function-url-configs '"https://shop.example"' list-function-url-configs --function-name "$NAME"
call delete-function-url-config --function-name "$NAME" --qualifier prod > /dev/null
expect 'no URL' ResourceNotFoundException get-function-url-config --function-name "$NAME" --qualifier prod
found=$("$AWS" cloudwatch --endpoint-url "$ENDPOINT" --output json get-metric-statistics --namespace AWS/Lambda \
    --metric-name Invocations --dimensions "Name=FunctionName,Value=$NAME" "Name=Resource,Value=$NAME:prod" \
    --start-time "$(date -u -d '-1 hour' +%FT%TZ)" --end-time "$(date -u -d '+1 minute' +%FT%TZ)" --period 7200 \
    --statistics Sum 2>&1)
grep -q '"Sum": [1-9]' <<< "$found" && printf 'get-metric-statistics\tok\n' \
    || printf 'get-metric-statistics\t%s\n' "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
found=$("$AWS" cloudwatch --endpoint-url "$ENDPOINT" --output json get-metric-statistics --namespace AWS/Lambda \
    --metric-name Errors --start-time 2026-01-01T00:00:00Z --end-time 2026-02-01T00:00:00Z --period 60 \
    --statistics Sum 2>&1)
grep -q InvalidParameterCombination <<< "$found" && printf 'too many datapoints\tok\n' \
    || printf 'too many datapoints\t%s\n' "$(tr -s '\n ' '  ' <<< "$found" | cut -c1-200)"
expect list-versions '"Version": "2"' list-versions-by-function --function-name "$NAME"
expect list-functions "\"FunctionName\": \"$NAME\"" list-functions
expect get-function '"Location": "http' get-function --function-name "$NAME"
AWS_SECRET_ACCESS_KEY=wrong expect 'a wrong secret' InvalidSignatureException get-function --function-name "$NAME"
AWS_ACCESS_KEY_ID=nobody expect 'an unknown key' UnrecognizedClientException invoke --function-name "$NAME" "$out"
AWS_ACCESS_KEY_ID=caller expect 'a key for invocations' '"StatusCode": 200' invoke --function-name "$NAME" "$out"
AWS_ACCESS_KEY_ID=caller expect 'it changes nothing' AccessDeniedException delete-function --function-name "$NAME"
expect 'unknown function' ResourceNotFoundException invoke --function-name none "$out"
expect 'unknown alias' ResourceNotFoundException get-alias --function-name "$NAME" --name none
call delete-function --function-name "$NAME" > /dev/null
expect 'deleted' ResourceNotFoundException get-function --function-name "$NAME"
