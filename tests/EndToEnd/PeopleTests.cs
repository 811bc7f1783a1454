using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>People coming in and contacts brought in, in a real browser against the real program.</summary>
public sealed partial class PeopleTests(ITestOutputHelper output)
{
    private const string Password = "a quiet harbour at noon";

    [Fact]
    public async Task By_keyboard_alone_the_first_owner_invites_an_agent_who_joins_leaves_and_signs_in_again()
    {
        await Visit(
            async (browser, node) =>
            {
                var owner = await browser.Page(node.Address);
                await SetUp(owner, node);

                await owner.Command("invite", "Invite a colleague");
                await owner.Type("invite-email", "ana@example.org");
                await owner.Reach("invite-role");
                // letters would have to follow each other within a second
                await owner.Keyboard.PressAsync("Home");
                await owner.Keyboard.PressAsync("ArrowDown");
                await Expect(owner.GetByTestId("invite-role")).ToHaveValueAsync("agent");
                await owner.Press("send-invitation");
                var link = await owner.GetByTestId("invitation-link").InnerTextAsync();
                await owner.Keyboard.PressAsync("Escape");
                await Expect(owner.GetByTestId("invitation-link")).ToHaveCountAsync(0);

                var agent = await browser.Page(node.Address);
                await agent.GotoAsync(link);
                await agent.Type("name", "Ana Agent");
                await agent.Type("password", Password);
                await agent.Press("join");
                await Expect(agent).ToHaveURLAsync(new Regex("/inbox"));

                await agent.Press("account");
                await Expect(agent.GetByRole(AriaRole.Menuitem).First).ToBeVisibleAsync();
                await Choose(agent, "Sign out");
                await Expect(agent.GetByTestId("sign-in")).ToBeVisibleAsync();

                await agent.GotoAsync("/settings/team");
                await Expect(agent).ToHaveURLAsync(new Regex("/sign-in"));
                await agent.Type("email", "ana@example.org");
                await agent.Type("password", "not the password");
                await agent.Keyboard.PressAsync("Enter");
                await Expect(agent.GetByRole(AriaRole.Alert)).ToContainTextAsync("not right");
                await agent.Type("password", Password);
                await agent.Keyboard.PressAsync("Enter");
                await Expect(agent).ToHaveURLAsync(new Regex("/settings/team"));
                await Expect(agent.GetByTestId("member")).ToHaveCountAsync(2);
                await Expect(agent.GetByTestId("invite")).ToHaveCountAsync(0);

                // the second key counts for a second and a half only
                await Eventually.True(
                    async () =>
                    {
                        await owner.Keyboard.PressAsync("g");
                        await owner.Keyboard.PressAsync("h");
                        return await owner.GetByTestId("step-invite").IsVisibleAsync();
                    },
                    "the keys lead home",
                    TestContext.Current.CancellationToken
                );
                await Expect(owner.GetByTestId("step-invite")).ToHaveAttributeAsync("data-done", "true");
                await Expect(owner.GetByTestId("step-invite")).ToContainTextAsync("Ana Agent");
                await Expect(owner.GetByTestId("step-connect")).Not.ToHaveAttributeAsync("data-done", "true");
            },
            "--Demo:Enabled=false"
        );
    }

    [Fact]
    public async Task By_keyboard_alone_a_second_factor_is_set_up_used_lost_and_turned_off()
    {
        await Visit(
            async (browser, node) =>
            {
                var page = await browser.Page(node.Address);
                await SetUp(page, node);

                await page.Command(">you", "You");
                await page.Press("set-up-factor");
                await Expect(page.GetByTestId("factor-qr")).ToBeVisibleAsync();
                var app = new AuthenticatorApp(await page.GetByTestId("factor-secret").InnerTextAsync());
                await page.Type("factor-code", "000000");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("not right");
                await page.Type("factor-code", app.Code(DateTimeOffset.UtcNow));
                await page.Keyboard.PressAsync("Enter");
                var lines = page.GetByTestId("recovery-codes").GetByRole(AriaRole.Listitem);
                await Expect(lines.First).ToBeVisibleAsync();
                var recovery = await lines.AllInnerTextsAsync();
                await page.Press("kept-codes");
                await Expect(page.GetByTestId("turn-off-factor")).ToBeVisibleAsync();

                // the code before was used, and the next one is taken a little early
                await SignOut(page);
                await SignIn(page, app.Code(DateTimeOffset.UtcNow.AddSeconds(30)));
                await SignOut(page);
                await SignIn(page, recovery[0]);
                await SignOut(page);
                await SignIn(page, recovery[0], "not right");
                await page.Type("code", recovery[1]);
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByTestId("account")).ToBeVisibleAsync();

                await page.Command(">you", "You");
                await page.Press("turn-off-factor");
                await page.Type("factor-password", Password);
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByTestId("set-up-factor")).ToBeVisibleAsync();

                await page.Type("password-current", Password);
                await page.Type("password-next", "a loud harbour at midnight");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByTestId("password-changed")).ToBeVisibleAsync();
                await SignOut(page);
                await page.Type("email", "olga@example.org");
                await page.Type("password", "a loud harbour at midnight");
                await page.Keyboard.PressAsync("Enter");
                await Expect(page.GetByTestId("account")).ToBeVisibleAsync();
            },
            "--Demo:Enabled=false"
        );
    }

    [Fact]
    public async Task By_keyboard_alone_a_file_with_bad_rows_is_imported_and_the_report_says_which()
    {
        await Visit(
            async (browser, node) =>
            {
                var page = await browser.Page(node.Address);
                await page.GotoAsync("/contacts");
                await Expect(page.GetByTestId("import").First).ToBeVisibleAsync();
                await page.Command("import", "Import contacts");
                await Expect(page.GetByTestId("import-file")).ToBeAttachedAsync();
                await page.Walk("[data-testid=import-file]");
                var chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
                await chooser.SetFilesAsync(
                    new FilePayload
                    {
                        Name = "people.csv",
                        MimeType = "text/csv",
                        Buffer =
                            "Name,Phone,City\nAna Torres,+5491155550101,Rosario\nNobody,not a number,Salta\nBruno Díaz,+5491155550102,Salta\n"u8.ToArray(),
                    }
                );
                await Expect(page.GetByTestId("import-column")).ToHaveCountAsync(3);
                await Expect(page.GetByTestId("import-column").Nth(1)).ToHaveValueAsync("phone");
                await page.Type("import-tags", "from-file");
                await page.Press("start-import");

                await Expect(page.GetByTestId("import-report")).ToHaveAttributeAsync("data-state", "done");
                await Expect(page.GetByTestId("import-rejected")).ToHaveTextAsync("1");
                await page.Reach("rejected-file");
                var download = await page.RunAndWaitForDownloadAsync(() => page.Keyboard.PressAsync("Enter"));
                var rejected = await File.ReadAllTextAsync(
                    await download.PathAsync(),
                    TestContext.Current.CancellationToken
                );
                Assert.Contains("not a number", rejected, StringComparison.Ordinal);
                Assert.DoesNotContain("Rosario", rejected, StringComparison.Ordinal);

                await page.GotoAsync("/contacts?search=Torres");
                await Expect(page.GetByTestId("contact")).ToHaveCountAsync(1);
                await page.Walk("[data-testid=contact] input[type=checkbox]");
                await page.Keyboard.PressAsync("Space");
                await page.Walk("[data-testid=bulk] button");
                await Choose(page, "Add tag", "[data-testid=bulk] button");
                await page.Type("bulk-tag", "vip");
                await page.Press("bulk-go");
                await Expect(page.GetByTestId("contact")).ToContainTextAsync("vip");
                await page.Press("undo");
                await Expect(page.GetByTestId("contact")).Not.ToContainTextAsync("vip");
                await Expect(page.GetByTestId("contact")).ToContainTextAsync("from-file");
            }
        );
    }

    private static async Task SetUp(IPage page, ProcessHost node)
    {
        await page.GotoAsync(SetupLink(node));
        await page.Type("name", "Olga Owner");
        await page.Type("email", "olga@example.org");
        await page.Type("password", Password);
        await page.Type("workspace", "Clínica Sur");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("step-try")).ToBeVisibleAsync();
    }

    private static async Task SignOut(IPage page)
    {
        await page.Command("sign out", "Sign out");
        await Expect(page.GetByTestId("sign-in")).ToBeVisibleAsync();
    }

    private static async Task SignIn(IPage page, string code, string? refused = null)
    {
        await page.Type("email", "olga@example.org");
        await page.Type("password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Type("code", code);
        await page.Keyboard.PressAsync("Enter");
        if (refused is null)
            await Expect(page.GetByTestId("account")).ToBeVisibleAsync();
        else
            await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync(refused);
    }

    /// <summary>Goes along a menu with the arrows, or along buttons with Tab, to the one that says this, and presses Enter.</summary>
    private static async Task Choose(IPage page, string label, string? among = null)
    {
        // a menu takes the focus a moment after it is drawn: until then the arrows lead nowhere
        await Eventually.True(
            async () =>
            {
                if (await page.EvaluateAsync<string>("document.activeElement?.textContent ?? ''") == label)
                    return true;
                await page.Keyboard.PressAsync(among is null ? "ArrowDown" : "Tab");
                return false;
            },
            $"the keys come to {label}",
            TestContext.Current.CancellationToken
        );
        await page.Keyboard.PressAsync("Enter");
    }

    private static string SetupLink(ProcessHost node)
    {
        var token = SetupToken().Match(node.Output);
        Assert.True(token.Success, node.Output);
        return string.Create(CultureInfo.InvariantCulture, $"/setup?token={token.Groups[1].Value}");
    }

    private async Task Visit(Func<Browser, ProcessHost, Task> journey, params string[] more)
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, Guid.NewGuid().ToString("N"))).FullName;
        var settings = new Dictionary<string, string>
        {
            ["Data__Folder"] = data,
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
        };
        await using var node = await ProcessHost.Start("Node", settings, cancel, null, ["--local", .. more]);
        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            await journey(browser, node);
        }
        catch
        {
            output.WriteLine(node.Output);
            throw;
        }

        Assert.Equal(0, await node.Terminate(cancel));
    }

    [GeneratedRegex(@"/setup\?token=(\S+)")]
    private static partial Regex SetupToken();
}
