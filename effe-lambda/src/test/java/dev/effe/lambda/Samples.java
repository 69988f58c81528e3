package dev.effe.lambda;

/** Events as AWS's documentation shows them. */
final class Samples {

    private Samples() {}

    static final String SQS = """
            {"Records":[{"messageId":"059f36b4-87a3-44ab-83d2-661975830a7d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
            "body":"Test message. \\uD83D\\uDE00","attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183"},
            "messageAttributes":{"myAttribute":{"stringValue":"myValue","stringListValues":[],"binaryListValues":[],
            "dataType":"String"},"bin":{"binaryValue":"AQID","dataType":"Binary"}},
            "md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3","md5OfMessageAttributes":"x","eventSource":"aws:sqs",
            "eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}]}""";

    static final String S3 = """
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2",
            "eventTime":"2019-09-03T19:37:27.192Z","eventName":"ObjectCreated:Put",
            "userIdentity":{"principalId":"AWS:AIDAINPONIXQXHT3IKHL2"},
            "requestParameters":{"sourceIPAddress":"205.255.255.255"},
            "responseElements":{"x-amz-request-id":"D82B88E5F771F645","x-amz-id-2":"vlR7PnpV2Ce81l0PRw6jlUpck7Jo5ZsQjryTjKlc5aLWGVHPZLj5NeC6qMa0emYBDXOo6QBU0Wo="},
            "s3":{"s3SchemaVersion":"1.0","configurationId":"828aa6fc-f7b5-4305-8584-487c791949c1",
            "bucket":{"name":"DOC-EXAMPLE-BUCKET","ownerIdentity":{"principalId":"A3I5XTEXAMAI3E"},
            "arn":"arn:aws:s3:::lambda-artifacts-deafc19498e3f2df"},
            "object":{"key":"b21b84d653bb07b05b1e6b33684dc11b","size":1305107,"eTag":"b21b84d653bb07b05b1e6b33684dc11b",
            "sequencer":"0C0F6F405D6ED209E1","versionId":"v"}}}]}""";

    static final String SNS = """
            {"Records":[{"EventVersion":"1.0","EventSubscriptionArn":"arn:aws:sns:us-east-2:123456789012:sns-la",
            "EventSource":"aws:sns","Sns":{"SignatureVersion":"1","Timestamp":"2019-01-02T12:45:07.000Z",
            "Signature":"tcc6faL2yUC6dgZdmrwh1Y4cGa","SigningCertUrl":"https://sns.us-east-2.amazonaws.com/x.pem",
            "MessageId":"95df01b4-ee98-5cb9-9903-4c221d41eb5e","Message":"Hello from SNS!",
            "MessageAttributes":{"Test":{"Type":"String","Value":"TestString"}},"Type":"Notification",
            "UnsubscribeUrl":"https://sns.us-east-2.amazonaws.com/?Action=Unsubscribe",
            "TopicArn":"arn:aws:sns:us-east-2:123456789012:sns-lambda","Subject":"TestInvoke"}}]}""";

    static final String DYNAMODB = """
            {"Records":[{"eventID":"c4ca4238a0b923820dcc509a6f75849b","eventName":"INSERT","eventVersion":"1.1",
            "eventSource":"aws:dynamodb","awsRegion":"eu-central-1","dynamodb":{"Keys":{"Id":{"N":"101"}},
            "NewImage":{"Message":{"S":"New item!"},"Id":{"N":"101"},"Bin":{"B":"AAEC"},"Flag":{"BOOL":true},
            "Nil":{"NULL":true},"List":{"L":[{"S":"a"},{"N":"1"}]},"Map":{"M":{"k":{"SS":["x","y"]}}}},
            "ApproximateCreationDateTime":1428537600,"SequenceNumber":"4421584500000000017450439091","SizeBytes":26,
            "StreamViewType":"NEW_AND_OLD_IMAGES"},
            "eventSourceARN":"arn:aws:dynamodb:eu-central-1:123456789012:table/T/stream/2015-06-27T00:48:05.899"}]}""";

    static final String KINESIS = """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1",
            "sequenceNumber":"49590338271490256608559692538361571095921575989136588898",
            "data":"SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==","approximateArrivalTimestamp":1545084650.987,
            "encryptionType":"NONE"},"eventSource":"aws:kinesis","eventVersion":"1.0",
            "eventID":"shardId-000000000006:49590338271490256608559692538361571095921575989136588898",
            "eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-role",
            "awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}]}""";

    static final String SCHEDULED = """
            {"version":"0","account":"123456789012","region":"us-east-2","detail":{"a":1},"detail-type":"Scheduled Event",
            "source":"aws.events","time":"2019-03-01T01:23:45Z","id":"cdc73f9d-aea9-11e3-9d5a-835b769c0d9c",
            "resources":["arn:aws:events:us-east-2:123456789012:rule/my-schedule"]}""";

    static final String CONNECT = """
            {"Name":"ContactFlowEvent","Details":{"ContactData":{"Attributes":{"a":"b"},"Channel":"VOICE",
            "ContactId":"4a573372-1f28-4e26-b97b-XXXXXXXXXXX","CustomerEndpoint":{"Address":"+1234567890",
            "Type":"TELEPHONE_NUMBER"},"InitialContactId":"4a","InitiationMethod":"INBOUND",
            "InstanceARN":"arn:aws:connect:aws-region:1234567890:instance/c8","PreviousContactId":"4a",
            "Queue":{"ARN":"arn:q","Name":"PasswordReset"},
            "SystemEndpoint":{"Address":"+1234567890","Type":"TELEPHONE_NUMBER"}},"Parameters":{"sentAttributeKey":"v"}}}""";

    static final String CLOUD_FRONT = """
            {"Records":[{"cf":{"config":{"distributionId":"EDFDVBD6EXAMPLE"},"request":{"clientIp":"2001:0db8::f",
            "method":"GET","uri":"/picture.jpg","querystring":"a=b","headers":{"host":[{"key":"Host",
            "value":"d111111abcdef8.cloudfront.net"}],"user-agent":[{"key":"User-Agent","value":"curl/7.51.0"}]}}}}]}""";

    static final String ALB = """
            {"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/l/49"}},
            "httpMethod":"GET","path":"/lambda","queryStringParameters":{"query":"1234ABCD"},
            "headers":{"accept":"text/html","host":"lambda-alb.us-east-2.elb.amazonaws.com"},"body":"","isBase64Encoded":false}""";

    static final String HTTP_API = """
            {"version":"2.0","routeKey":"$default","rawPath":"/my/path","rawQueryString":"parameter1=value1",
            "cookies":["cookie1","cookie2"],"headers":{"header1":"value1","header2":"value1,value2"},
            "queryStringParameters":{"parameter1":"value1,value2"},"requestContext":{"accountId":"123456789012",
            "apiId":"api-id","domainName":"id.execute-api.us-east-1.amazonaws.com","domainPrefix":"id",
            "http":{"method":"POST","path":"/my/path","protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"agent"},
            "requestId":"id","routeKey":"$default","stage":"$default","time":"12/Mar/2020:19:03:58 +0000",
            "timeEpoch":1583348638390},"body":"Hello from Lambda","isBase64Encoded":false}""";

    static final String REST_API = """
            {"resource":"/{proxy+}","path":"/path/to/resource","httpMethod":"POST","headers":{"Accept":"text/html"},
            "multiValueHeaders":{"Accept":["text/html","*/*"]},"queryStringParameters":{"foo":"bar"},
            "multiValueQueryStringParameters":{"foo":["bar"]},"pathParameters":{"proxy":"/path/to/resource"},
            "stageVariables":{"baz":"qux"},"requestContext":{"accountId":"123456789012","stage":"prod",
            "requestId":"c6af9ac6","identity":{"sourceIp":"127.0.0.1","userAgent":"Custom"},
            "httpMethod":"POST"},"body":"eyJ0ZXN0IjoiYm9keSJ9","isBase64Encoded":true}""";
}
