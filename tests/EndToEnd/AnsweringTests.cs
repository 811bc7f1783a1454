using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace WhatsAppBot.EndToEnd;

/// <summary>An agent answers a phone with all that an agent has: words, a quote, a reaction, files, a note, a reply for later, a template.</summary>
public sealed partial class AnsweringTests(ITestOutputHelper output)
{
    // one green pixel
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkqPpfDwADZgHPEYhB9AAAAABJRU5ErkJggg=="
    );

    [Fact]
    public async Task An_agent_answers_with_everything_and_the_phone_shows_it()
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        await using var database = await TestDatabase.Empty();
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, "answering")).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string>
            {
                ["Data__Folder"] = data,
                ["ConnectionStrings__Main"] = database.ConnectionString,
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
            },
            cancel,
            null,
            "--local"
        );

        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            var page = await browser.Page(node.Address);
            var wrong = new ConcurrentQueue<string>();
            page.PageError += (_, error) => wrong.Enqueue(error);
            await page.GotoAsync("/inbox");
            await Template(page);
            await Talk(page);
            await Quote(page);
            await React(page);
            await Files(page);
            await Note(page);
            await Later(page);
            await Closed(page, database, cancel);
            Assert.Empty(wrong);
        }
        catch
        {
            output.WriteLine(node.Output);
            throw;
        }

        Assert.Equal(0, await node.Terminate(cancel));
    }

    private static async Task Talk(IPage page)
    {
        await page.GetByTestId("phone-input").FillAsync("hi");
        await page.GetByTestId("phone-send").ClickAsync();
        await page.GetByTestId("inbox-row").First.ClickAsync();
        await Shows(page, "inbound", "hi");
        // once the bot has answered nothing comes that would move a message away from under the pointer
        await Shows(page, "outbound", "How can we help you today?");
    }

    private static async Task Quote(IPage page)
    {
        var hi = Bubble(page, "inbound", "hi").First;
        var reply = page.Locator("article").Filter(new() { Has = hi }).Locator("[data-act=reply]");
        await Offered(hi, reply);
        await reply.ClickAsync();
        await Assertions.Expect(page.GetByTestId("quote-bar")).ToContainTextAsync("hi");
        await Send(page, "Hello, *Ana* here");
        var answer = Bubble(page, "outbound", "Hello, Ana here");
        await Assertions.Expect(answer.Locator("[data-act=jump]")).ToContainTextAsync("hi");
        await Says(page, "Hello, Ana here");
        await Arrives(answer);
    }

    private static async Task React(IPage page)
    {
        var hi = Bubble(page, "inbound", "hi").First;
        var react = page.Locator("article").Filter(new() { Has = hi }).Locator("[data-act=react]");
        await Offered(hi, react);
        await react.ClickAsync();
        await page.GetByTestId("quick-reactions").Locator("[data-emoji='👍']").ClickAsync();
        await Assertions.Expect(hi).ToContainTextAsync("👍");
        await Assertions.Expect(page.GetByTestId("phone-bubble").First).ToContainTextAsync("👍");
    }

    private static async Task Files(IPage page)
    {
        // from the phone to the agent, through us
        await page.GetByTestId("phone-file").SetInputFilesAsync(File("theirs.png", "image/png"));
        var theirs = page.Locator("[data-testid=bubble][data-direction=inbound] img");
        await Loaded(theirs);
        await theirs.ClickAsync();
        await Loaded(page.Locator("dialog img"));
        await page.Keyboard.PressAsync("Escape");

        // what WhatsApp does not take is told before anything is sent
        await page.GetByTestId("file-input").SetInputFilesAsync(File("all.zip", "application/zip"));
        await Assertions
            .Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "all.zip" }))
            .ToBeVisibleAsync();

        // and from the agent to the phone
        await page.GetByTestId("file-input").SetInputFilesAsync(File("ours.png", "image/png"));
        await Assertions.Expect(page.GetByTestId("attached")).ToContainTextAsync("ours.png");
        await Send(page, "Here it is");
        var ours = page.Locator("[data-testid=bubble][data-direction=outbound]")
            .Filter(new() { HasText = "Here it is" });
        await Arrives(ours);
        await Loaded(ours.Locator("img"));
        await Loaded(page.Locator("[data-testid=phone-bubble][data-direction=out] img"));
    }

    private static async Task Note(IPage page)
    {
        await page.GetByTestId("tab-note").ClickAsync();
        await page.GetByTestId("composer-input").FillAsync("Pays by transfer");
        await page.GetByTestId("composer-send").ClickAsync();
        await Assertions.Expect(page.GetByTestId("note")).ToContainTextAsync("Pays by transfer");
        await Assertions
            .Expect(page.GetByTestId("phone-bubble").Filter(new() { HasText = "Pays by transfer" }))
            .ToHaveCountAsync(0);
        await page.GetByTestId("tab-reply").ClickAsync();
    }

    private static async Task Later(IPage page)
    {
        await page.GetByTestId("composer-input").FillAsync("Good morning again");
        await page.GetByTestId("schedule-open").ClickAsync();
        await page.GetByTestId("schedule-confirm").ClickAsync();
        await page.GetByTestId("scheduled").GetByRole(AriaRole.Button).First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("scheduled-reply")).ToContainTextAsync("Good morning again");
        await Assertions.Expect(page.GetByTestId("composer-input")).ToHaveValueAsync("");

        await page.GetByTestId("scheduled-cancel").ClickAsync();
        await Assertions.Expect(page.GetByTestId("scheduled-reply")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("composer-input")).ToHaveValueAsync("Good morning again");
        await page.GetByTestId("composer-input").FillAsync("");
        await Assertions.Expect(Bubble(page, "outbound", "Good morning again")).ToHaveCountAsync(0);
    }

    private async Task Closed(IPage page, TestDatabase database, CancellationToken cancel)
    {
        await using (
            var close = database.Source.CreateCommand(
                "update conversations set window_closes_at = now() - interval '1 minute'"
            )
        )
            await close.ExecuteNonQueryAsync(cancel);
        await page.ReloadAsync();
        await page.GetByTestId("choose-template").ClickAsync();
        await page.GetByTestId("template").Filter(new() { HasText = "visit_reminder" }).ClickAsync();
        await page.GetByTestId("template-value").Nth(0).FillAsync("Ada");
        await page.GetByTestId("template-value").Nth(1).FillAsync("Thursday");
        await Assertions
            .Expect(page.GetByTestId("template-preview"))
            .ToContainTextAsync("Hello Ada, see you on Thursday");
        await Shoot(page);
        await page.GetByTestId("template-send").ClickAsync();
        await Arrives(Bubble(page, "outbound", "Hello Ada, see you on Thursday"));
        await Says(page, "Hello Ada, see you on Thursday");
    }

    /// <summary>Hands a template in; the pretend Meta reviews it within seconds.</summary>
    private static async Task Template(IPage page)
    {
        var made = await page.EvaluateAsync<int>(
            """
            async () => {
              const session = await (await fetch('/api/v1/session')).json()
              window.templates = `/api/v1/workspaces/${session.workspaces[0].id}/templates`
              const body = { name: 'visit_reminder', language: 'en_US', category: 'UTILITY', components: [
                { type: 'BODY', text: 'Hello {{1}}, see you on {{2}} at the clinic.', example: { body_text: [['Ada', 'Friday']] } } ] }
              const headers = { 'content-type': 'application/json', 'x-antiforgery': session.antiforgery }
              return (await fetch(window.templates, { method: 'POST', headers, body: JSON.stringify(body) })).status
            }
            """
        );
        Assert.Equal(201, made);
        await page.WaitForFunctionAsync(
            """
            async () => (await (await fetch(`${window.templates}?status=APPROVED`)).json()).items.some((each) => each.name === 'visit_reminder')
            """,
            null,
            new() { PollingInterval = 500 }
        );
    }

    private static async Task Send(IPage page, string text)
    {
        await page.GetByTestId("composer-input").FillAsync(text);
        await page.GetByTestId("composer-input").PressAsync("Enter");
    }

    private static FilePayload File(string name, string type) =>
        new()
        {
            Name = name,
            MimeType = type,
            Buffer = Png,
        };

    /// <summary>The picture is there. It is looked for each time: what is drawn anew is another element.</summary>
    private static async Task Loaded(ILocator image)
    {
        await image.First.ScrollIntoViewIfNeededAsync();
        await Eventually.True(
            () => image.First.EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"),
            "the picture is there",
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>What a message offers to whoever points at it; once more if it has moved away from under the pointer.</summary>
    private static Task Offered(ILocator message, ILocator tool) =>
        Eventually.True(
            async () =>
            {
                await message.HoverAsync();
                return await tool.IsVisibleAsync();
            },
            "it offers what can be done",
            TestContext.Current.CancellationToken
        );

    private static Task Shows(IPage page, string direction, string text) =>
        Assertions.Expect(Bubble(page, direction, text)).ToHaveCountAsync(1);

    private static Task Says(IPage page, string text) =>
        Assertions
            .Expect(page.Locator("[data-testid=phone-bubble][data-direction=out]").Filter(new() { HasText = text }))
            .ToHaveCountAsync(1);

    private static Task Arrives(ILocator bubble) =>
        Assertions.Expect(bubble.GetByTestId("tick")).ToHaveAttributeAsync("data-status", Arrived());

    private static ILocator Bubble(IPage page, string direction, string text) =>
        page.Locator($"[data-testid=bubble][data-direction={direction}]").Filter(new() { HasText = text });

    private async Task Shoot(IPage page)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        var file = Path.Combine(folder, "answering-template.png");
        await page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        output.WriteLine(file);
    }

    [GeneratedRegex("^(delivered|read)$")]
    private static partial Regex Arrived();
}
