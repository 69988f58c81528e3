package dev.effe.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The due times of schedules: fields, their limits, and the clock changes of zones. */
class ScheduleTest {

    private static List<String> due(String text, String zone, String after, int count) {
        Schedule schedule = Schedule.of(text, ZoneId.of(zone));
        return schedule.upcoming(OffsetDateTime.parse(after).toInstant(), count).stream()
                .map(instant -> instant.atZone(ZoneId.of(zone)).toOffsetDateTime())
                .map(OffsetDateTime::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 0 * * *      | 02T00:00 03T00:00",
                "59 23 * * *    | 01T23:59 02T23:59",
                "7 4 * * *      | 01T04:07 02T04:07",
                "007 04 * * *   | 01T04:07 02T04:07",
                "* * * * *      | 01T00:01 01T00:02",
                "*/20 * * * *   | 01T00:20 01T00:40 01T01:00",
                "*/59 * * * *   | 01T00:59 01T01:00",
                "5/25 * * * *   | 01T00:05 01T00:30 01T00:55 01T01:05",
                "10-12 3 * * *  | 01T03:10 01T03:11 01T03:12 02T03:10",
                "10-20/5 3 * * *| 01T03:10 01T03:15 01T03:20 02T03:10",
                "30,0,30 3 * * *| 01T03:00 01T03:30 02T03:00",
                "1,50/5,*/30 0 * * *| 01T00:01 01T00:30 01T00:50 01T00:55 02T00:00",
                "0 */9 * * *    | 01T09:00 01T18:00 02T00:00",
                "0 22/1 * * *   | 01T22:00 01T23:00 02T22:00",
                "0 0 31 * *     | 31T00:00",
                "0 0 1 * *      | 32T00:00",
                "0 0 */15 * *   | 16T00:00 31T00:00 32T00:00",
                "0 0 * * 0      | 06T00:00 13T00:00",
                "0 0 * * 7      | 06T00:00 13T00:00",
                "0 0 * * sun    | 06T00:00 13T00:00",
                "0 0 * * MON-Wed| 02T00:00 07T00:00 08T00:00 09T00:00",
                "0 0 * * SAT-SUN| 05T00:00 06T00:00 12T00:00",
                "0 0 * * SUN-MON| 06T00:00 07T00:00 13T00:00",
                "0 0 * * 5-7    | 04T00:00 05T00:00 06T00:00 11T00:00",
                "0 0 * * 1/3    | 03T00:00 06T00:00 07T00:00 10T00:00",
                "0 0 * * MON,FRI| 04T00:00 07T00:00",
                "0 0 5 * FRI    | 04T00:00 05T00:00 11T00:00",
                "0 0 */1 * FRI  | 04T00:00 11T00:00",
                "0 0 1-31 * FRI | 02T00:00 03T00:00",
                "0 0 13 * */1   | 13T00:00",
                "0 0 1 DEC *    | 366T00:00",
                "0 0 1 jan,FEB *| 32T00:00 63T00:00",
                "0 0 1 1 *      | 32T00:00",
            })
    void fields(String text, String expected) {
        LocalDateTime first = LocalDateTime.parse("2026-12-01T00:00");
        String due =
                Schedule.of(text, ZoneOffset.UTC)
                        .upcoming(first.toInstant(ZoneOffset.UTC), expected.split(" ").length)
                        .stream()
                        .map(instant -> instant.atOffset(ZoneOffset.UTC))
                        .map(time -> String.format(
                                "%02dT%s",
                                Duration.between(first.atOffset(ZoneOffset.UTC), time)
                                                .toDays()
                                        + 1,
                                time.toLocalTime()))
                        .collect(Collectors.joining(" "));

        assertThat(due).isEqualTo(expected);
    }

    @Test
    void aLeapDayComesEachFourYearsAndSometimesEight() {
        assertThat(due("0 12 29 FEB *", "UTC", "2092-03-01T00:00Z", 3))
                .containsExactly("2096-02-29T12:00Z", "2104-02-29T12:00Z", "2108-02-29T12:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Berlin: 02:00 to 03:00 on 29 March 2026 is missing, on 25 October it is there twice.
                "30 2 * * *     | Europe/Berlin | 2026-03-28T03:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:30+02:00",
                "0,30 2 * * *   | Europe/Berlin | 2026-03-28T03:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T02:00+02:00",
                "30 2,3 * * *   | Europe/Berlin | 2026-03-28T04:00+01:00 | 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00",
                "0 3 * * *      | Europe/Berlin | 2026-03-28T04:00+01:00 | 2026-03-29T03:00+02:00 2026-03-30T03:00+02:00",
                "30 * * * *     | Europe/Berlin | 2026-03-29T01:00+01:00 | 2026-03-29T01:30+01:00 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00",
                "0 */2 * * *    | Europe/Berlin | 2026-03-29T00:00+01:00 | 2026-03-29T03:00+02:00 2026-03-29T04:00+02:00",
                "*/30 * * * *   | Europe/Berlin | 2026-03-29T01:15+01:00 | 2026-03-29T01:30+01:00 2026-03-29T03:00+02:00 2026-03-29T03:30+02:00",
                "30 2 * * *     | Europe/Berlin | 2026-10-24T03:00+02:00 | 2026-10-25T02:30+02:00 2026-10-26T02:30+01:00",
                "0 2-3 * * *    | Europe/Berlin | 2026-10-25T01:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T03:00+01:00",
                "0 0-23 * * *   | Europe/Berlin | 2026-10-25T01:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T03:00+01:00",
                "0 * * * *      | Europe/Berlin | 2026-10-25T01:00+02:00 | 2026-10-25T02:00+02:00 2026-10-25T02:00+01:00 2026-10-25T03:00+01:00",
                "30 */2 * * *   | Europe/Berlin | 2026-10-25T01:00+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:30+01:00 2026-10-25T04:30+01:00",
                "*/30 * * * *   | Europe/Berlin | 2026-10-25T02:15+02:00 | 2026-10-25T02:30+02:00 2026-10-25T02:00+01:00 2026-10-25T02:30+01:00",
                "30 2 * * *     | Europe/Berlin | 2026-10-25T02:15+01:00 | 2026-10-26T02:30+01:00",
                // Cairo: the midnight of 25 April 2025 is missing; the hour before that of 31 October is there twice.
                "0 0 * * *      | Africa/Cairo  | 2025-04-23T22:00Z      | 2025-04-25T01:00+03:00 2025-04-26T00:00+03:00",
                "30 0 25 4 *    | Africa/Cairo  | 2025-01-01T00:00Z      | 2025-04-25T01:00+03:00 2026-04-25T00:30+03:00",
                "30 23 * * *    | Africa/Cairo  | 2025-10-30T00:00Z      | 2025-10-30T23:30+03:00 2025-10-31T23:30+02:00",
                "30 * * * *     | Africa/Cairo  | 2025-10-30T20:00Z      | 2025-10-30T23:30+03:00 2025-10-30T23:30+02:00 2025-10-31T00:30+02:00",
                // Lord Howe: half an hour is missing from 02:00 on 4 October 2026, and there twice from 01:30 on 5
                // April.
                "15 2 * * *     | Australia/Lord_Howe | 2026-10-03T00:00Z | 2026-10-04T02:30+11:00 2026-10-05T02:15+11:00",
                "45 2 * * *     | Australia/Lord_Howe | 2026-10-03T00:00Z | 2026-10-04T02:45+11:00 2026-10-05T02:45+11:00",
                "*/15 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00Z | 2026-10-04T02:30+11:00 2026-10-04T02:45+11:00 2026-10-05T02:00+11:00",
                "45 1 * * *     | Australia/Lord_Howe | 2026-04-04T00:00Z | 2026-04-05T01:45+11:00 2026-04-06T01:45+10:30",
                "*/15 1 * * *   | Australia/Lord_Howe | 2026-04-04T14:20Z | 2026-04-05T01:30+11:00 2026-04-05T01:45+11:00 2026-04-06T01:00+10:30",
                "*/15 * * * *   | Australia/Lord_Howe | 2026-04-04T14:30Z | 2026-04-05T01:45+11:00 2026-04-05T01:30+10:30 2026-04-05T01:45+10:30 2026-04-05T02:00+10:30",
                // Havana: the hour from midnight is missing on 8 March 2026, and there twice on 1 November.
                "0 0 * * *      | America/Havana | 2026-03-07T12:00Z | 2026-03-08T01:00-04:00 2026-03-09T00:00-04:00",
                "0 0 * * *      | America/Havana | 2026-10-31T12:00Z | 2026-11-01T00:00-04:00 2026-11-02T00:00-05:00",
                "0 0 1 * *      | America/Havana | 2026-10-31T12:00Z | 2026-11-01T00:00-04:00 2026-12-01T00:00-05:00",
                "0 */12 * * *   | America/Havana | 2026-10-31T20:00Z | 2026-11-01T00:00-04:00 2026-11-01T00:00-05:00 2026-11-01T12:00-05:00",
                // Apia: 30 December 2011, a Friday, is missing.
                "0 12 * * *     | Pacific/Apia | 2011-12-29T12:00Z | 2011-12-29T12:00-10:00 2011-12-31T00:00+14:00 2011-12-31T12:00+14:00",
                "0 12 30 12 *   | Pacific/Apia | 2011-12-29T12:00Z | 2011-12-31T00:00+14:00 2012-12-30T12:00+14:00",
                "0 12 * * FRI   | Pacific/Apia | 2011-12-24T12:00Z | 2011-12-31T00:00+14:00 2012-01-06T12:00+14:00",
                "0 0 * * *      | Pacific/Apia | 2011-12-29T12:00Z | 2011-12-31T00:00+14:00 2012-01-01T00:00+14:00",
                // Kwajalein: 21 August 1993 is missing. Offsets of their own.
                "0 9 * * *      | Pacific/Kwajalein | 1993-08-20T22:00Z | 1993-08-22T00:00+12:00 1993-08-22T09:00+12:00",
                "0 9 * * *      | +05:45 | 2026-01-01T00:00Z | 2026-01-01T09:00+05:45 2026-01-02T09:00+05:45",
                "0 9 * * *      | +01:00:07 | 2026-01-01T00:00Z | 2026-01-01T09:00+01:00:07 2026-01-02T09:00+01:00:07",
            })
    void changesOfTheClock(String text, String zone, String after, String expected) {
        assertThat(due(text, zone, after, expected.split(" ").length)).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0 3 * *        | must have five fields",
                "0 0 3 * * *    | must have five fields",
                "@daily         | must have five fields",
                "\"\"           | must have five fields",
                "60 * * * *     | has the minute '60': 60 is not from 0 to 59",
                "* 24 * * *     | has the hour '24': 24 is not from 0 to 23",
                "* * 0 * *      | has the day of the month '0': 0 is not from 1 to 31",
                "* * 32 * *     | has the day of the month '32': 32 is not from 1 to 31",
                "* * * 0 *      | has the month '0': 0 is not from 1 to 12",
                "* * * 13 *     | has the month '13': 13 is not from 1 to 12",
                "* * * * 8      | has the day of the week '8': 8 is not from 0 to 7",
                "1-60 * * * *   | has the minute '1-60': 60 is not from 0 to 59",
                "*/0 * * * *    | has the minute '*/0': a step is from 1 to 59",
                "*/60 * * * *   | has the minute '*/60': a step is from 1 to 59",
                "* */24 * * *   | has the hour '*/24': a step is from 1 to 23",
                "* * */32 * *   | has the day of the month '*/32': a step is from 1 to 31",
                "* * * */13 *   | has the month '*/13': a step is from 1 to 12",
                "* * * * */8    | has the day of the week '*/8': a step is from 1 to 7",
                "* 22-2 * * *   | has the hour '22-2': a range goes up, and the rest is another one, such as 22-23,0-2",
                "* * * * FRI-MON| has the day of the week 'FRI-MON': a range goes up",
                "* * * NOV-FEB *| has the month 'NOV-FEB': a range goes up",
                "* * * * 6-0    | has the day of the week '6-0': a range goes up",
                "* * * * MONDAY | has the day of the week 'MONDAY': it must be *, from 0 to 7 or SUN to SAT, a range",
                "* * * MAI *    | has the month 'MAI': it must be *, from 1 to 12 or JAN to DEC, a range",
                "* MON * * *    | has the hour 'MON': it must be *, from 0 to 23, a range 1-5, a list 1,3 or a step */2",
                "* * ? * *      | has the day of the month '?'",
                "* * L * *      | has the day of the month 'L'",
                "* * 15W * *    | has the day of the month '15W'",
                "* * * * 5L     | has the day of the week '5L'",
                "* * * * 5#2    | has the day of the week '5#2'",
                "1,,2 * * * *   | has the minute '1,,2'",
                "1, * * * *     | has the minute '1,'",
                "1-2-3 * * * *  | has the minute '1-2-3'",
                "1/2/3 * * * *  | has the minute '1/2/3'",
                "*-3 * * * *    | has the minute '*-3'",
                "-3 * * * *     | has the minute '-3'",
                "+3 * * * *     | has the minute '+3'",
                "1.5 * * * *    | has the minute '1.5'",
                "0001 * * * *   | has the minute '0001'",
                "٣ * * * *      | has the minute '٣'",
                "/5 * * * *     | has the minute '/5'",
                "*/ * * * *     | has the minute '*/'",
                "*/x * * * *    | has the minute '*/x'",
                "H * * * *      | has the minute 'H'",
                "0 0 30 2 *     | has the day of the month '30' in the month '2', and there is no such day in any year: take one that the month has, at most 29",
                "0 0 30,31 FEB *| has the day of the month '30,31' in the month 'FEB', and there",
                "0 0 31 2,4,6 * | has the day of the month '31' in the month '2,4,6', and there is no such day in any year: take one that the month has, at most 30",
            })
    void wrongOnes(String text, String message) {
        assertThatThrownBy(() -> Schedule.of(text, ZoneOffset.UTC))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void anImpossibleDayDoesNotMatterWhereADayOfTheWeekDoes() {
        assertThat(due("0 0 30 2 MON", "UTC", "2026-12-01T00:00Z", 2))
                .containsExactly("2027-02-01T00:00Z", "2027-02-08T00:00Z");
    }

    @Test
    void blanksAreTakenTogetherAndALongOneIsRefused() {
        String all =
                "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36";
        assertThat(Schedule.of("  0\t 3  * * MON ", ZoneId.of("Europe/Berlin")))
                .hasToString("0 3 * * MON Europe/Berlin");
        assertThatThrownBy(() -> Schedule.of(all + "," + all + "," + all + " * * * *", ZoneOffset.UTC))
                .hasMessageStartingWith("must have at most 256 characters, but has");
    }

    @Test
    void theLatestOneOfATimeIsFoundHoweverManyThereAre() {
        Instant now = Instant.parse("2026-12-01T10:00:30Z");
        Schedule minutely = Schedule.of("* * * * *", ZoneOffset.UTC);
        assertThat(minutely.last(Instant.EPOCH, now)).contains(Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(minutely.last(now, now)).isEmpty();
        assertThat(minutely.last(Instant.parse("2026-12-01T10:00:00Z"), now)).isEmpty();
        assertThat(minutely.last(Instant.parse("2026-12-01T09:59:59Z"), now))
                .contains(Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(minutely.last(Instant.EPOCH, Instant.parse("2026-12-01T10:00:00Z")))
                .contains(Instant.parse("2026-12-01T10:00:00Z"));
        assertThat(Schedule.of("0 0 29 2 *", ZoneOffset.UTC).last(Instant.EPOCH, now))
                .contains(Instant.parse("2024-02-29T00:00:00Z"));
    }
}
