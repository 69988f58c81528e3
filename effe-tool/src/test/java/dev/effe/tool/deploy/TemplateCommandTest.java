package dev.effe.tool.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.effe.server.cli.ToolException;
import dev.effe.server.settings.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {

    private static final String AWS =
            "aws: {aws: {region: eu-west-1, role: \"arn:aws:iam::123456789012:role/lambda\"}," + " alias: prod}";

    @TempDir
    private Path folder;

    private DeployKit kit;

    @BeforeEach
    void write() throws IOException {
        kit = new DeployKit(folder);
        kit.code("orders", "one");
    }

    private void application(String functions, String targets) throws IOException {
        kit.file(
                "effe.yaml",
                "effe: 1\nname: shop\nfunctions:\n" + functions.indent(2) + "targets:\n  " + targets + "\n");
    }

    private List<String> template(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 3];
        all[0] = "sam";
        all[1] = "-o";
        all[2] = folder.resolve("sam").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return kit.run(new TemplateCommand(), all);
    }

    @Test
    void isWhatADeploymentWouldMake() throws IOException {
        application("""
                orders:
                  code: orders
                  handler: com.acme.tool.Doubler::handle
                  memory: 512
                  settings: {timeout: 30s, max-queue: 7}
                  environment: {TABLE: orders, SWITCH: on, NUMBER: "007"}
                  secrets: {DB_PASSWORD: {env: NOT_SET}}
                  routes: [POST /orders, "* /files/{rest...}"]
                  url: {cors: {origins: ["https://shop.example"], max-age: 10m}}
                stock-a: {code: orders, handler: com.acme.tool.Told, as: stock}
                """, AWS);

        List<String> printed = template();

        assertThat(printed.subList(1, printed.size()))
                .containsExactly(
                        folder.resolve("sam/template.yaml") + ": sam deploy asks for OrdersDbPassword with --guided",
                        "! left out: functions.orders.settings.max-queue: AWS has its own");
        assertThat(folder.resolve("sam/template.yaml")).hasContent("""
                # Made by effe template sam, which replaces it the next time.
                AWSTemplateFormatVersion: "2010-09-09"
                Transform: AWS::Serverless-2016-10-31
                Description: shop
                Parameters:
                  OrdersDbPassword:
                    Type: String
                    NoEcho: true
                    Description: "DB_PASSWORD of orders"
                Resources:
                  Orders:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: shop_orders
                      CodeUri: orders.zip
                      Handler: com.acme.tool.Doubler::handle
                      Runtime: java17
                      MemorySize: 512
                      Timeout: 30
                      Role: arn:aws:iam::123456789012:role/lambda
                      Environment:
                        Variables:
                          DB_PASSWORD:
                            Ref: OrdersDbPassword
                          NUMBER: "007"
                          SWITCH: "on"
                          TABLE: orders
                      AutoPublishAlias: prod
                      AutoPublishAliasAllProperties: true
                      FunctionUrlConfig:
                        AuthType: NONE
                        Cors:
                          AllowOrigins:
                            - "https://shop.example"
                          MaxAge: 600
                      Events:
                        Route1:
                          Type: HttpApi
                          Properties:
                            Method: POST
                            Path: "/orders"
                        Route2:
                          Type: HttpApi
                          Properties:
                            Method: ANY
                            Path: "/files/{rest+}"
                  StockA:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: stock
                      CodeUri: orders.zip
                      Handler: com.acme.tool.Told
                      Runtime: java17
                      Role: arn:aws:iam::123456789012:role/lambda
                      AutoPublishAlias: prod
                      AutoPublishAliasAllProperties: true
                Outputs:
                  OrdersUrl:
                    Value:
                      Fn::GetAtt:
                        - OrdersUrl
                        - FunctionUrl
                """);
        kit.run(
                new BuildCodeCommand(),
                "orders",
                "-o",
                folder.resolve("sent.zip").toString());
        assertThat(folder.resolve("sam/orders.zip")).hasSameBinaryContentAs(folder.resolve("sent.zip"));
    }

    @Test
    void needsNoTarget() throws IOException {
        application(
                "orders: {code: orders, handler: com.acme.tool.Doubler}\n", "test: {host: \"http://localhost:7070\"}");

        template("orders", "--alias", "blue");

        assertThat(folder.resolve("sam/template.yaml"))
                .content()
                .contains("AutoPublishAlias: blue\n")
                .doesNotContain("Role:");
        assertThatThrownBy(() -> template("--target", "test"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--target test is no target on AWS; effe.yaml has none");
    }

    @Test
    void isNotWrittenForWhatCannotRunThere() throws IOException {
        kit.classes("logic", com.acme.tool.Greeter.class);
        application("""
                a-1: {code: orders, handler: com.acme.tool.Doubler}
                a1: {code: orders, handler: com.acme.tool.Doubler}
                logic: {code: logic}
                typo: {code: orders, handler: com.acme.tool.Dubler}
                """, AWS);

        assertThatThrownBy(this::template)
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("a-1 and a1 would both be A1 in the template: name one otherwise")
                .hasMessageContaining("functions.logic is a Logic, which AWS Lambda does not run without an adapter")
                .hasMessageContaining("did you mean com.acme.tool.Doubler?")
                .hasMessageEndingWith("Nothing was written");
        assertThat(Files.exists(folder.resolve("sam"))).isFalse();
        assertThatThrownBy(() -> kit.run(new TemplateCommand(), "terraform"))
                .isInstanceOf(UsageException.class)
                .hasMessage("There is no template for terraform, only sam and kubernetes (effe template --help)");
    }
}
