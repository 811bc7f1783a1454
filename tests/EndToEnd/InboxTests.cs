using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>Agents at work in the inbox, in real browsers against the real program.</summary>
public sealed partial class InboxTests(ITestOutputHelper output)
{
    private const string Number = "100000000000001";
    private const string Password = "a quiet harbour at noon";
    private const string Question = "We will be with you in a minute.";

    [Fact]
    public async Task Two_agents_see_each_other_reply_and_the_bot_goes_on_when_it_gets_the_talk_back()
    {
        await Visit(
            async (browser, node, cancel) =>
            {
                await Add(
                    node.Client,
                    "/api/v1/workspaces/demo/queues",
                    new { key = "support", title = "Support" },
                    cancel
                );
                var (lucia, ana) = (await browser.Page(node.Address), await browser.Page(node.Address));
                await lucia.GotoAsync("/inbox");
                await Join(ana, await Invite(node.Client, cancel));

                // the bot hands over, and it rings
                await lucia.GetByTestId("phone-input").FillAsync("hi");
                await lucia.GetByTestId("phone-send").ClickAsync();
                await Expect(ana.GetByTestId("inbox-row")).ToHaveCountAsync(1);
                await lucia.GetByTestId("inbox-row").ClickAsync();
                // who is seen has a connection, and so will hear of it; a ring is gone after some seconds
                await Expect(ana.GetByTestId("row-viewing")).ToHaveCountAsync(1);
                await lucia.GetByTestId("phone-choice").Filter(new() { HasText = "Talk to a person" }).ClickAsync();
                await Expect(ana.GetByTestId("ring")).ToContainTextAsync("waits for a person in Support");
                await ana.GetByTestId("ring-open").ClickAsync();
                await Expect(ana).ToHaveURLAsync(InConversation());
                await Expect(ana.GetByTestId("view-unassigned")).ToContainTextAsync("1");

                // one looks, the other sees it; one writes, the other is told whose reply it is
                await Expect(lucia.GetByTestId("presence")).ToContainTextAsync("Ana Agent is viewing");
                await ana.GetByTestId("composer-input").FillAsync(Question);
                await Expect(lucia.GetByTestId("lease-strip")).ToContainTextAsync("Ana Agent is replying");
                await Expect(lucia.GetByTestId("row-typing")).ToContainTextAsync("Ana Agent is typing");

                // a second answer is asked about once, and given up; the first is being written all the while
                await ana.GetByTestId("composer-input").FillAsync(Question + "!");
                await ana.GetByTestId("composer-input").FillAsync(Question);
                await lucia.GetByTestId("composer-input").FillAsync("Me too");
                await lucia.GetByTestId("composer-send").ClickAsync();
                var asked = lucia.GetByRole(AriaRole.Dialog);
                await Expect(asked).ToContainTextAsync("Ana Agent has begun a reply");
                await asked.GetByRole(AriaRole.Button, new() { Name = "Wait" }).ClickAsync();
                await lucia.GetByTestId("composer-input").FillAsync("");

                // the answer is there on both screens and on the phone, and the talk is hers
                await ana.GetByTestId("composer-send").ClickAsync();
                await Expect(Bubble(lucia, "outbound", Question)).ToHaveCountAsync(1);
                await Expect(Said(lucia, Question)).ToHaveCountAsync(1);
                await Expect(lucia.GetByTestId("lease-strip")).ToHaveCountAsync(0);
                await Expect(lucia.GetByTestId("owner-strip")).ToContainTextAsync("Ana Agent owns this");
                await Expect(ana.GetByTestId("owner-strip")).ToContainTextAsync("you own this");
                await Expect(ana.GetByTestId("view-mine")).ToContainTextAsync("1");
                await Shoot(ana, "inbox-agent");

                // she hands it back, and the bot goes on where it stopped
                await ana.GetByTestId("hand-back").ClickAsync();
                await ana.GetByTestId("return-stopped").CheckAsync();
                await ana.GetByTestId("hand-back-now").ClickAsync();
                await Expect(Said(lucia, "Thanks for talking to us!")).ToHaveCountAsync(1);
                await Expect(Bubble(lucia, "outbound", "Thanks for talking to us!")).ToHaveCountAsync(1);
                await Expect(lucia.GetByTestId("owner-strip")).ToHaveCountAsync(0);
            }
        );
    }

    [Fact]
    public async Task A_conversation_is_answered_noted_assigned_snoozed_and_resolved_with_the_keyboard_alone()
    {
        await Visit(
            async (browser, node, cancel) =>
            {
                await Add(
                    node.Client,
                    "/api/v1/workspaces/demo/queues",
                    new { key = "support", title = "Support" },
                    cancel
                );
                foreach (var (phone, name) in new[] { ("5491150000001", "Ada Abad"), ("5491150000002", "Bea Bonfil") })
                    await Says(node.Client, phone, name, "hi", cancel);
                var page = await browser.Page(node.Address);
                await page.AddInitScriptAsync("localStorage.setItem('phone', 'closed')");
                await page.GotoAsync("/inbox");
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(2);
                await Answered(page, 2);
                var keys = page.Keyboard;

                // open, reply
                await keys.PressAsync("j");
                await Expect(page).ToHaveURLAsync(InConversation());
                await Expect(page.GetByTestId("bubble").First).ToBeVisibleAsync();
                var name0 = await page.Locator("h2").Nth(1).InnerTextAsync();
                await keys.PressAsync("Enter");
                await Expect(page.GetByTestId("composer-input")).ToBeFocusedAsync();
                await keys.TypeAsync("Good morning");
                await keys.PressAsync("Enter");
                await Expect(Bubble(page, "outbound", "Good morning")).ToHaveCountAsync(1);
                await Expect(page.GetByTestId("owner-strip")).ToContainTextAsync("you own this");

                // find: what is looked for stands in the talk, and the words are marked
                await keys.PressAsync("Escape");
                await keys.PressAsync("Control+f");
                await Expect(page.GetByTestId("find-input")).ToBeFocusedAsync();
                await keys.TypeAsync("mórning");
                await Expect(page.GetByTestId("find-place")).ToHaveTextAsync("1 of 1");
                await Expect(page.Locator("[data-found]")).ToContainTextAsync("Good morning");
                await keys.PressAsync("Escape");
                await Expect(page.GetByTestId("find-bar")).ToHaveCountAsync(0);

                // note
                await keys.PressAsync("n");
                await Expect(page.GetByTestId("composer-input")).ToBeFocusedAsync();
                await keys.TypeAsync("Prefers mornings");
                await keys.PressAsync("Enter");
                await Expect(page.GetByTestId("note").Filter(new() { HasText = "Prefers mornings" }))
                    .ToHaveCountAsync(1);

                // assign
                await keys.PressAsync("Escape");
                await keys.PressAsync("a");
                await Expect(page.GetByTestId("picker-input")).ToBeFocusedAsync();
                await keys.TypeAsync("supp");
                await keys.PressAsync("Enter");
                await Expect(page.GetByTestId("owner-strip")).ToContainTextAsync("Waiting in Support");

                // label
                await keys.PressAsync("l");
                await Expect(page.GetByTestId("picker-input")).ToBeFocusedAsync();
                await keys.TypeAsync("vip");
                await keys.PressAsync("Enter");
                await keys.PressAsync("Escape");
                await Expect(page.GetByTestId("picker-input")).ToHaveCountAsync(0);

                // snooze: it leaves the list, and the talk stays open
                await keys.PressAsync("s");
                await Expect(page.GetByTestId("picker-input")).ToBeFocusedAsync();
                await keys.PressAsync("ArrowDown");
                await keys.PressAsync("Enter");
                await Expect(page.GetByTestId("owner-strip")).ToContainTextAsync("Snoozed until");
                // on the screen at once; what the label's turn told may still come after it and bring it back until the server has done this, too
                await Expect(page.GetByTestId("done-bar")).ToContainTextAsync("snoozed");
                await Expect(page.GetByTestId("inbox-row").Filter(new() { HasText = name0 })).ToHaveCountAsync(0);
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(1);

                // the other one: resolved, and taken back
                await keys.PressAsync("j");
                await Expect(page.Locator("h2").Nth(1)).Not.ToHaveTextAsync(name0);
                await Expect(page.GetByTestId("bubble").First).ToBeVisibleAsync();
                await keys.PressAsync("e");
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(0);
                await Expect(page.GetByTestId("owner-strip")).ToContainTextAsync("Resolved");
                await page.GetByTestId("undo").FocusAsync();
                await keys.PressAsync("Enter");
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(1);
                await Expect(page.GetByTestId("owner-strip")).ToHaveCountAsync(0);

                // the list of what is put aside, by its address
                await page.GotoAsync("/inbox?view=snoozed&label=vip");
                await Expect(page.GetByTestId("inbox-row")).ToContainTextAsync(name0);
            }
        );
    }

    [Fact]
    public async Task Many_are_resolved_at_once_and_all_of_them_come_back_with_one_undo()
    {
        await Visit(
            async (browser, node, cancel) =>
            {
                string[] names = ["Nora Paz", "Omar Rey", "Pia Sol", "Raul Tas"];
                foreach (var (at, name) in names.Index())
                    await Says(node.Client, $"549115000010{at}", name, "hi", cancel);
                var page = await browser.Page(node.Address);
                await page.AddInitScriptAsync("localStorage.setItem('phone', 'closed')");
                await page.GotoAsync("/inbox");
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(4);
                await Answered(page, 4);

                await page.GetByTestId("row-mark").First.CheckAsync(new() { Force = true });
                await page.GetByTestId("row-mark")
                    .Nth(2)
                    .ClickAsync(new() { Modifiers = [KeyboardModifier.Shift], Force = true });
                await Expect(page.GetByTestId("bulk-bar")).ToContainTextAsync("3 selected");
                await page.GetByTestId("bulk-resolve").ClickAsync();
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(1);
                await Expect(page.GetByTestId("done-bar")).ToContainTextAsync("3 conversations resolved");
                await page.GetByTestId("undo").ClickAsync();
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(4);
                await Open(node.Client, 4, cancel);

                // words are looked for on the server; what is resolved is found when asked for
                await page.Keyboard.PressAsync("Escape");
                await page.GetByTestId("inbox-row").Filter(new() { HasText = "Nora Paz" }).ClickAsync();
                await page.GetByTestId("resolve").ClickAsync();
                await Open(node.Client, 3, cancel);
                await page.GetByTestId("inbox-search").FillAsync("nora");
                await Expect(page.GetByText("No match for")).ToBeVisibleAsync();
                await page.GetByTestId("search-all").ClickAsync();
                await Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(1);
                await Expect(page).ToHaveURLAsync(new Regex("status=any"));
            }
        );
    }

    private static ILocator Bubble(IPage page, string direction, string text) =>
        page.Locator($"[data-testid=bubble][data-direction={direction}]").Filter(new() { HasText = text });

    private static ILocator Said(IPage page, string text) =>
        page.Locator("[data-testid=phone-bubble][data-direction=out]").Filter(new() { HasText = text });

    private static async Task<string> Invite(HttpClient demo, CancellationToken cancel)
    {
        var made = await Add(
            demo,
            "/api/v1/workspaces/demo/invitations",
            new { email = "ana@example.org", role = "agent" },
            cancel
        );
        return made.GetProperty("link").GetString() ?? "";
    }

    private static async Task Join(IPage page, string link)
    {
        await page.GotoAsync(link);
        await page.GetByTestId("name").FillAsync("Ana Agent");
        await page.GetByTestId("password").FillAsync(Password);
        await page.GetByTestId("join").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/inbox"));
    }

    private async Task Shoot(IPage page, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        foreach (var (look, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var file = Path.Combine(folder, $"{name}-{look}.png");
            await page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
            output.WriteLine(file);
        }
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    private async Task Visit(Func<Browser, ProcessHost, CancellationToken, Task> journey)
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, Guid.NewGuid().ToString("N"))).FullName;
        var settings = new Dictionary<string, string>
        {
            ["Data__Folder"] = data,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        };
        await using var node = await ProcessHost.Start("Node", settings, cancel, null, "--local");
        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            await journey(browser, node, cancel);
        }
        catch
        {
            output.WriteLine(node.Output);
            throw;
        }

        Assert.Equal(0, await node.Terminate(cancel));
    }

    [GeneratedRegex("/inbox/[0-9]+")]
    private static partial Regex InConversation();
}
