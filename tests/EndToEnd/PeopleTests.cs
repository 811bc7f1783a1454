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
    public async Task The_first_owner_invites_an_agent_who_joins_leaves_and_signs_in_again()
    {
        await Visit(
            async (browser, node) =>
            {
                var owner = await browser.Page(node.Address);
                await owner.GotoAsync(SetupLink(node));
                await owner.GetByTestId("name").FillAsync("Olga Owner");
                await owner.GetByTestId("email").FillAsync("olga@example.org");
                await owner.GetByTestId("password").FillAsync(Password);
                await owner.GetByTestId("workspace").FillAsync("Clínica Sur");
                await owner.GetByTestId("set-up").ClickAsync();
                await Expect(owner).ToHaveURLAsync(new Regex("/inbox"));

                await owner.GotoAsync("/settings/team");
                await owner.GetByTestId("invite").ClickAsync();
                await owner.GetByTestId("invite-email").FillAsync("ana@example.org");
                await owner.GetByTestId("invite-role").SelectOptionAsync("agent");
                await owner.GetByTestId("send-invitation").ClickAsync();
                var link = await owner.GetByTestId("invitation-link").InnerTextAsync();

                var agent = await browser.Page(node.Address);
                await agent.GotoAsync(link);
                await agent.GetByTestId("name").FillAsync("Ana Agent");
                await agent.GetByTestId("password").FillAsync(Password);
                await agent.GetByTestId("join").ClickAsync();
                await Expect(agent).ToHaveURLAsync(new Regex("/inbox"));

                await agent.GetByTestId("account").ClickAsync();
                await agent.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
                await Expect(agent.GetByTestId("sign-in")).ToBeVisibleAsync();

                await agent.GotoAsync("/settings/team");
                await Expect(agent).ToHaveURLAsync(new Regex("/sign-in"));
                await agent.GetByTestId("email").FillAsync("ana@example.org");
                await agent.GetByTestId("password").FillAsync("not the password");
                await agent.GetByTestId("sign-in").ClickAsync();
                await Expect(agent.GetByRole(AriaRole.Alert)).ToContainTextAsync("not right");
                await agent.GetByTestId("password").FillAsync(Password);
                await agent.GetByTestId("sign-in").ClickAsync();
                await Expect(agent).ToHaveURLAsync(new Regex("/settings/team"));
                await Expect(agent.GetByTestId("member")).ToHaveCountAsync(2);
                await Expect(agent.GetByTestId("invite")).ToHaveCountAsync(0);
            },
            "--Demo:Enabled=false"
        );
    }

    [Fact]
    public async Task A_file_with_bad_rows_is_imported_and_the_report_says_which()
    {
        await Visit(
            async (browser, node) =>
            {
                var page = await browser.Page(node.Address);
                await page.GotoAsync("/contacts/import");
                await page.GetByTestId("import-file")
                    .SetInputFilesAsync(
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
                await page.GetByTestId("import-tags").FillAsync("from-file");
                await page.GetByTestId("start-import").ClickAsync();

                await Expect(page.GetByTestId("import-report")).ToHaveAttributeAsync("data-state", "done");
                await Expect(page.GetByTestId("import-rejected")).ToHaveTextAsync("1");
                var download = await page.RunAndWaitForDownloadAsync(() =>
                    page.GetByTestId("rejected-file").ClickAsync()
                );
                var rejected = await File.ReadAllTextAsync(
                    await download.PathAsync(),
                    TestContext.Current.CancellationToken
                );
                Assert.Contains("not a number", rejected, StringComparison.Ordinal);
                Assert.DoesNotContain("Rosario", rejected, StringComparison.Ordinal);

                await page.GotoAsync("/contacts?search=Torres");
                await Expect(page.GetByTestId("contact")).ToHaveCountAsync(1);
                await page.GetByRole(AriaRole.Checkbox, new PageGetByRoleOptions { Name = "Select Ana Torres" })
                    .CheckAsync();
                await page.GetByTestId("bulk")
                    .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Add tag" })
                    .ClickAsync();
                await page.GetByTestId("bulk-tag").FillAsync("vip");
                await page.GetByTestId("bulk-go").ClickAsync();
                await Expect(page.GetByTestId("contact")).ToContainTextAsync("vip");
                await page.GetByTestId("undo").ClickAsync();
                await Expect(page.GetByTestId("contact")).Not.ToContainTextAsync("vip");
                await Expect(page.GetByTestId("contact")).ToContainTextAsync("from-file");
            }
        );
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
