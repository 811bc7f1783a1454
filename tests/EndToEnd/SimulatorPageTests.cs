using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace WhatsAppBot.EndToEnd;

/// <summary>Phones side by side on the simulator's page: the business writes through the Graph API, people answer with their thumbs.</summary>
public sealed class SimulatorPageTests(ITestOutputHelper output)
{
    private const string Number = "100000000000001";
    private const string Ana = "4915100000101";
    private const string Ben = "4915100000102";

    private const string Screens = """
        {"version":"7.0","screens":[
          {"id":"DAY","title":"Book a table","data":{},"layout":{"type":"SingleColumnLayout","children":[
            {"type":"TextBody","text":"When do you want to come?"},
            {"type":"RadioButtonsGroup","name":"day","label":"Day","required":true,"data-source":[{"id":"fri","title":"Friday"},{"id":"sat","title":"Saturday"}]},
            {"type":"Footer","label":"Next","on-click-action":{"name":"navigate","next":{"type":"screen","name":"WHO"},"payload":{"day":"${form.day}"}}}]}},
          {"id":"WHO","title":"Who comes?","terminal":true,"data":{},"layout":{"type":"SingleColumnLayout","children":[
            {"type":"TextInput","name":"guests","label":"Guests","input-type":"number","required":true},
            {"type":"Footer","label":"Book","on-click-action":{"name":"complete","payload":{"day":"${data.day}","guests":"${form.guests}"}}}]}}]}
        """;

    [Fact]
    public async Task Two_people_answer_one_by_a_button_and_one_by_a_form()
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, "simulator-page")).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string> { ["Data__Folder"] = data, ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            cancel,
            null,
            "--local"
        );
        node.Client.DefaultRequestHeaders.Authorization = new("Bearer", "demo-access-token");

        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            await Visit(await browser.Page(node.Address), node.Client, cancel);
        }
        catch
        {
            output.WriteLine(node.Output);
            throw;
        }

        Assert.Equal(0, await node.Terminate(cancel));
    }

    private async Task Visit(IPage page, HttpClient graph, CancellationToken cancel)
    {
        var wrong = new ConcurrentQueue<string>();
        page.PageError += (_, error) => wrong.Enqueue(error);
        await page.AddInitScriptAsync(
            $$"""localStorage.getItem('phones') || localStorage.setItem('phones', '[{"phone":"{{Ben}}","name":"Ben Ito"}]')"""
        );
        await page.GotoAsync($"/simulator?phone={Ana}");
        var phones = page.Locator("main section, section").Filter(new() { Has = page.GetByTestId("phone-input") });
        await Assertions.Expect(phones).ToHaveCountAsync(2);
        var (ana, ben) = (phones.Nth(0), phones.Nth(1));

        await Write(ana, "I am here");
        await Write(ben, "me too");
        await Send(graph, Ana, Buttons, cancel);
        await Send(graph, Ben, Form(await Publish(graph, cancel)), cancel);

        await ana.GetByTestId("phone-choice").Filter(new() { HasText = "Tea" }).ClickAsync();
        await Assertions.Expect(Said(ana, "in", "Tea")).ToHaveCountAsync(1);

        await QuoteAndTakeBack(page, ana);

        await ben.GetByTestId("phone-form").ClickAsync();
        await Assertions.Expect(ben.GetByText("When do you want to come?")).ToBeVisibleAsync();
        await Shoot(page, "form");
        await ben.GetByLabel("Saturday").CheckAsync();
        await ben.GetByTestId("phone-form-send").ClickAsync();
        await ben.GetByTestId("form-field").FillAsync("4");
        await ben.GetByTestId("phone-form-send").ClickAsync();
        await Assertions.Expect(Said(ben, "in", "Book")).ToHaveCountAsync(1);

        var said = page.Locator("[data-testid=traffic-line][data-kind=webhook]").Filter(new() { HasText = "message" });
        // each is taken once; what a slow node did not take in time stands there as well
        var taken = said.Filter(new() { Has = page.GetByText("200", new() { Exact = true }) });
        await Assertions.Expect(taken).ToHaveCountAsync(6);
        // Ana's may be told of later than Ben's
        var answer = said.Filter(new() { HasText = "0102" }).First;
        await answer.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(answer).ToContainTextAsync("nfm_reply");
        await Assertions.Expect(answer).ToContainTextAsync("guests");
        await Shoot(page, "traffic");

        await Fault(page, ana, graph, cancel);
        Assert.Empty(wrong);
    }

    private async Task QuoteAndTakeBack(IPage page, ILocator ana)
    {
        await More(page, ana, "out", "What would you like", "Reply");
        await ana.GetByTestId("phone-input").FillAsync("With milk, please");
        await Shoot(page, "quote");
        await ana.GetByTestId("phone-send").ClickAsync();
        var quoting = Said(ana, "in", "With milk, please");
        await Assertions.Expect(quoting).ToContainTextAsync("What would you like to drink?");

        await More(page, ana, "in", "I am here", "Delete");
        await Assertions.Expect(Said(ana, "in", "You deleted this message")).ToHaveCountAsync(1);
        await Assertions.Expect(Said(ana, "in", "I am here")).ToHaveCountAsync(0);
    }

    private static async Task More(IPage page, ILocator phone, string direction, string text, string what)
    {
        var turn = Said(phone, direction, text).Locator("xpath=..");
        await turn.HoverAsync();
        await turn.GetByTestId("phone-more").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = what }).ClickAsync();
    }

    private async Task Fault(IPage page, ILocator ana, HttpClient graph, CancellationToken cancel)
    {
        await page.GetByTestId("tab-faults").ClickAsync();
        await page.GetByTestId("fault-fail").SelectOptionAsync("130429");
        await Assertions.Expect(page.GetByTestId("fault-fail")).ToHaveValueAsync("130429");
        await Shoot(page, "faults");

        using var refused = await graph.PostAsJsonAsync(Messages, Body(Ana, "text", """{"body":"too fast"}"""), cancel);
        var told = JsonNode.Parse(await refused.Content.ReadAsStringAsync(cancel))!;

        Assert.Equal(130429, (int?)told["error"]?["code"]);
        await Assertions.Expect(Said(ana, "out", "too fast")).ToHaveCountAsync(0);
    }

    private static string Messages => $"/simulator/graph/v25.0/{Number}/messages";

    private static async Task Write(ILocator phone, string text)
    {
        await phone.GetByTestId("phone-input").FillAsync(text);
        await phone.GetByTestId("phone-send").ClickAsync();
        await Assertions.Expect(Said(phone, "in", text)).ToHaveCountAsync(1);
    }

    private static ILocator Said(ILocator phone, string direction, string text) =>
        phone.Locator($"[data-testid=phone-bubble][data-direction={direction}]").Filter(new() { HasText = text });

    private static async Task<string> Publish(HttpClient graph, CancellationToken cancel)
    {
        var wish = new JsonObject
        {
            ["name"] = "Table",
            ["categories"] = new JsonArray("OTHER"),
            ["flow_json"] = Screens,
            ["publish"] = true,
        };
        using var made = await graph.PostAsJsonAsync("/simulator/graph/v25.0/200000000000001/flows", wish, cancel);
        return (string)JsonNode.Parse(await made.Content.ReadAsStringAsync(cancel))!["id"]!;
    }

    private static async Task Send(HttpClient graph, string to, string interactive, CancellationToken cancel)
    {
        using var sent = await graph.PostAsJsonAsync(Messages, Body(to, "interactive", interactive), cancel);
        Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync(cancel));
    }

    private static JsonObject Body(string to, string type, string content) =>
        new()
        {
            ["messaging_product"] = "whatsapp",
            ["to"] = to,
            ["type"] = type,
            [type] = JsonNode.Parse(content),
        };

    private const string Buttons = """
        {"type":"button","body":{"text":"What would you like to drink?"},"action":{"buttons":[
          {"type":"reply","reply":{"id":"tea","title":"Tea"}},{"type":"reply","reply":{"id":"coffee","title":"Coffee"}}]}}
        """;

    private static string Form(string id) =>
        """
            {"type":"flow","body":{"text":"Would you like to book a table?"},"action":{"name":"flow","parameters":
              {"flow_message_version":"3","flow_id":"FORM","flow_cta":"Book","flow_token":"t-7","flow_action":"navigate",
               "flow_action_payload":{"screen":"DAY"}}}}
            """.Replace("FORM", id, StringComparison.Ordinal);

    private async Task Shoot(IPage page, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        foreach (var (suffix, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var file = Path.Combine(folder, $"simulator-{name}-{suffix}.png");
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled }
            );
            output.WriteLine(file);
        }
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }
}
