package dev.effe.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published test suite of Signature Version 4, in its variants that sign the path as it is on the wire. */
class SigV4Test {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TIME = "20150830T123600Z";
    private static final String LETTERS = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // get-vanilla, -query-order-key-case, -query-order-encoded, -utf8-query, post-vanilla, -query
                "GET | / | | 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                "GET | /?Param2=value2&Param1=value1 | | b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
                "GET | /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1 | | 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
                "GET | /?ሴ=bar | | 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
                "POST | / | | 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
                "POST | /?Param1=value1 | | 28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11",
                // get-unreserved, -query-unreserved, get-utf8, get-space, get-slashes, get-relative
                "GET | /LETTERS | | 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
                "GET | /?LETTERS=LETTERS | | 9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197",
                "GET | /ሴ | | 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
                "GET | `/example space/` | | 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
                "GET | //example// | | 87cca117541a147f6df867677d98a7d80dff226d2bfca9e4ffa899665623c7e5",
                "GET | /example/.. | | eca7ead57bb5aa5c8e28007acd4ff04e1ff9a0ff3b237ec1554a184887ff9282",
                // get-header-key-duplicate, -value-order, -value-trim, post-header-value-case, with a session's token
                "GET | / | My-Header1:value2;My-Header1:value2;My-Header1:value1"
                        + " | c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
                "GET | / | My-Header1:value4;My-Header1:value1;My-Header1:value3;My-Header1:value2"
                        + " | 08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
                "GET | / | `My-Header1: value1;My-Header2: \"a   b   c\"`"
                        + " | acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                "POST | / | My-Header1:VALUE1 | cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
                "GET | / | X-Amz-Security-Token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"
                        + " | 07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"
            })
    void signsAsTheSuite(String method, String target, String headers, String signature) {
        assertThat(signature(method, target.replace("LETTERS", LETTERS), headers, ""))
                .isEqualTo(signature);
    }

    /** post-x-www-form-urlencoded */
    @ParameterizedTest
    @CsvSource("d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b")
    void signsABody(String signature) {
        String headers = "Content-Type:application/x-www-form-urlencoded;Content-Length:13;"
                + "x-amz-content-sha256:9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";

        assertThat(signature("POST", "/", headers, "Param1=value1")).isEqualTo(signature);
    }

    /** As AWS's clients send a name with a colon: escaped in the path, which is escaped once more to be signed. */
    @ParameterizedTest
    @CsvSource({
        "/2015-03-31/functions/echo%3Aprod, /2015-03-31/functions/echo%253Aprod, ''",
        "/a?b=%2B+%7e%zz&&c&X-Amz-Signature=1, /a, b=%2B%2B~%25zz&c=",
        "/a?a-b=1&a=2&a=1, /a, a=1&a=2&a-b=1",
        "/a?, /a, ''"
    })
    void escapesWhatIsSent(String target, String path, String query) {
        assertThat(SigV4.canonicalRequest("GET", target, Map.of(), List.of("host"), "h"))
                .isEqualTo("GET\n" + path + "\n" + query + "\nhost:\n\nhost\nh");
    }

    private static String signature(String method, String target, String headers, String body) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", List.of("example.amazonaws.com"));
        all.put("X-Amz-Date", List.of(TIME));
        for (String header : headers == null ? new String[0] : headers.split(";")) {
            int colon = header.indexOf(':');
            all.computeIfAbsent(header.substring(0, colon), name -> new ArrayList<>())
                    .add(header.substring(colon + 1));
        }
        List<String> signed =
                all.keySet().stream().map(String::toLowerCase).sorted().toList();
        String canonical = SigV4.canonicalRequest(
                method, target, all, signed, SigV4.sha256(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        String text = SigV4.stringToSign(TIME, "20150830/us-east-1/service/aws4_request", canonical);
        return SigV4.signature(SigV4.signingKey(SECRET, "20150830", "us-east-1", "service"), text);
    }
}
