package dev.effe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RequestTest {

    @Test
    void hasNoPathParametersUnlessItMatchedARoute() {
        Request request = new FakeRequest("");

        assertThat(request.route()).isEmpty();
        assertThat(request.pathParameters()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.pathParameter("id"))
                .withMessage("There is no path parameter id, since the request matched no route");
    }
}
