package com.example

import com.amazonaws.services.lambda.runtime.Context
import com.amazonaws.services.lambda.runtime.RequestHandler
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse
import org.slf4j.LoggerFactory

class GreetingHandler : RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

    private val log = LoggerFactory.getLogger(GreetingHandler::class.java)

    override fun handleRequest(event: APIGatewayV2HTTPEvent, context: Context): APIGatewayV2HTTPResponse {
        val name = event.queryStringParameters["name"]
        log.info("Greeting {}", name)
        return APIGatewayV2HTTPResponse.builder().withStatusCode(200).withBody("Hello $name").build()
    }
}
