package dev.effe.test.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DynamoDbEventTest {

    private static final Map<String, Object> ADA = Map.of("id", 7, "name", "Ada");

    private static List<DynamodbStreamRecord> records(DynamoDbEvent event) {
        return event.as(DynamodbEvent.class).getRecords();
    }

    @Test
    void tellsOfChangesOfItems() {
        // @start region="changes"
        Map<String, Object> before = Map.of("id", 7, "name", "Ada");
        Map<String, Object> after = Map.of("id", 7, "name", "Ada", "tags", Set.of("new"));
        DynamoDbEvent event = DynamoDbEvent.modify(before, after, "id")
                .and(DynamoDbEvent.remove(after, "id"))
                .table("users");
        // @end
        List<DynamodbStreamRecord> records = records(event);

        assertThat(records).extracting(DynamodbStreamRecord::getEventName).containsExactly("MODIFY", "REMOVE");
        assertThat(records)
                .allSatisfy(record -> assertThat(record.getDynamodb().getKeys())
                        .isEqualTo(Map.of("id", new AttributeValue().withN("7"))));
        assertThat(records.get(0).getDynamodb().getOldImage()).containsOnlyKeys("id", "name");
        assertThat(records.get(0).getDynamodb().getNewImage())
                .containsEntry("tags", new AttributeValue().withSS("new"));
        assertThat(records.get(1).getDynamodb().getNewImage()).isNull();
        assertThat(records.get(1).getEventSourceARN())
                .startsWith("arn:aws:dynamodb:us-east-1:123456789012:table/users/stream/");
        assertThat(records).extracting(DynamodbStreamRecord::getEventID).doesNotHaveDuplicates();
        assertThat(records)
                .extracting(record -> record.getDynamodb().getSequenceNumber())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void hasAllThatAwsSends() {
        DynamodbStreamRecord record = records(
                        DynamoDbEvent.insert(ADA, "id").at(Instant.parse("2015-04-09T00:00:00.9Z")))
                .get(0);

        assertThat(record.getEventName()).isEqualTo("INSERT");
        assertThat(record.getEventVersion()).isEqualTo("1.1");
        assertThat(record.getEventSource()).isEqualTo("aws:dynamodb");
        assertThat(record.getAwsRegion()).isEqualTo("us-east-1");
        assertThat(record.getUserIdentity()).isNull();
        assertThat(record.getDynamodb().getApproximateCreationDateTime())
                .isEqualTo(Instant.parse("2015-04-09T00:00:00Z"));
        assertThat(record.getDynamodb().getSizeBytes()).isEqualTo("idN7".length() + "idN7nameSAda".length());
        assertThat(record.getDynamodb().getStreamViewType()).isEqualTo("NEW_AND_OLD_IMAGES");
        assertThat(record.getDynamodb().getOldImage()).isNull();
    }

    @Test
    void hasEachTypeOfDynamoDb() {
        Map<String, Object> item = new HashMap<>();
        item.put("S", "h\u00e9");
        item.put("N", new BigDecimal("1.50"));
        item.put("B", new byte[] {0, -1});
        item.put("BOOL", false);
        item.put("NULL", null);
        item.put("L", List.of("a", 1, List.of()));
        item.put("M", Map.of("in", Map.of("deep", true)));
        item.put("SS", Set.of("a"));
        item.put("NS", Set.of(1));
        item.put("BS", Set.of(new byte[] {1}));
        Map<String, AttributeValue> image =
                records(DynamoDbEvent.insert(item, "S")).get(0).getDynamodb().getNewImage();

        assertThat(image).containsOnlyKeys(item.keySet());
        assertThat(image.get("S").getS()).isEqualTo("h\u00e9");
        assertThat(image.get("N").getN()).isEqualTo("1.50");
        assertThat(image.get("B").getB()).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
        assertThat(image.get("BOOL").getBOOL()).isFalse();
        assertThat(image.get("NULL").getNULL()).isTrue();
        assertThat(image.get("L").getL())
                .containsExactly(
                        new AttributeValue().withS("a"),
                        new AttributeValue().withN("1"),
                        new AttributeValue().withL(List.of()));
        assertThat(image.get("M").getM().get("in").getM().get("deep").getBOOL()).isTrue();
        assertThat(image.get("SS").getSS()).containsExactly("a");
        assertThat(image.get("NS").getNS()).containsExactly("1");
        assertThat(image.get("BS").getBS()).containsExactly(ByteBuffer.wrap(new byte[] {1}));
    }

    @Test
    void tellsOfItemsThatDynamoDbDeletes() {
        DynamodbStreamRecord record = records(DynamoDbEvent.expire(ADA, "id")).get(0);

        assertThat(record.getEventName()).isEqualTo("REMOVE");
        assertThat(record.getUserIdentity().getType()).isEqualTo("Service");
        assertThat(record.getUserIdentity().getPrincipalId()).isEqualTo("dynamodb.amazonaws.com");
    }

    @Test
    void refusesWhatNoTableCouldHave() {
        assertThatThrownBy(() -> DynamoDbEvent.insert(ADA, "ID"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The item has no ID, which is a key: {");
        assertThatThrownBy(() -> DynamoDbEvent.insert(Map.of("id", Instant.EPOCH), "id"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("DynamoDB has no type for 1970-01-01T00:00:00Z of java.time.Instant");
        for (Set<?> set : List.of(Set.of(), Set.of("a", 1))) {
            assertThatThrownBy(() -> DynamoDbEvent.insert(Map.of("id", set), "id"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("A set of DynamoDB has texts, numbers or bytes, and at least one");
        }
    }
}
