using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>A campaign from an empty list to the last tick, in a real browser against the real program.</summary>
public sealed partial class CampaignTests(ITestOutputHelper output)
{
    private const string Home = "/api/v1/workspaces/demo";
    private const int People = 90;

    private static readonly string[] Fates = ["accepted", "failed", "skipped", "unknown", "inFlight", "waiting"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_campaign_is_made_by_the_keyboard_alone_is_paused_goes_on_and_its_numbers_add_up() =>
        Visit(ByKeyboard);

    [Fact]
    public Task A_file_gives_each_person_a_message_of_their_own_and_a_sequence_gives_two_to_one() =>
        Visit(
            async (page, http) =>
            {
                await FromFile(page, http);
                await SequenceJourney.Walk(page);
            }
        );

    private static async Task ByKeyboard(IPage page, HttpClient http)
    {
        await Contacts(http);
        await page.GotoAsync("/campaigns");
        await Expect(page.GetByTestId("new-campaign").First).ToBeVisibleAsync();
        await TabTo(page, "new-campaign");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByTestId("campaign-name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Open doors");
        await TabTo(page, "add-condition");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("count")).ToHaveAttributeAsync("data-people", $"{People}");
        await Next(page);

        await Expect(Doors(page)).ToBeVisibleAsync();
        await TabTo(page, "template");
        await page.Keyboard.PressAsync("Space");
        // there may be one that the simulated account has from birth
        for (var i = 0; i < 5 && !await Doors(page).IsCheckedAsync(); i++)
            await page.Keyboard.PressAsync("ArrowDown");
        await Expect(Doors(page)).ToBeCheckedAsync();
        await TabTo(page, "place-from");
        await page.Keyboard.TypeAsync("Name");
        await TabTo(page, "place-text");
        await page.Keyboard.TypeAsync("friend");
        await Expect(page.GetByTestId("preview")).ToContainTextAsync("Hi Person");
        await Next(page);

        await TabTo(page, "full-speed");
        await page.Keyboard.PressAsync("ArrowDown");
        await TabTo(page, "per-second");
        await page.Keyboard.PressAsync("Control+A");
        // a minute and a half in all: somebody has to find the way to "pause" before it is over
        await page.Keyboard.TypeAsync("1");
        await Next(page);

        await Expect(page.GetByTestId("send")).ToHaveTextAsync($"Send to {People} people");
        await Expect(page.GetByTestId("send")).ToBeEnabledAsync();
        await TabTo(page, "send");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(Report());

        var standing = page.GetByTestId("standing");
        await Expect(standing).ToHaveAttributeAsync("data-state", "running");
        await TabTo(page, "pause");
        await Eventually.True(async () => await Count(page, "fate-accepted") >= 3, "some have got it", Cancel);
        await page.Keyboard.PressAsync("Enter");
        await Expect(standing).ToHaveAttributeAsync("data-state", "paused");
        Assert.True(await Count(page, "fate-waiting") > 0, "it was over before it could be paused");
        Assert.Equal(People, await Sum(page));

        // nobody has to hurry any more
        using var faster = await http.PostAsJsonAsync(
            $"{Home}/broadcasts/{new Uri(page.Url).Segments[^1]}/rate",
            new { perSecond = 20 },
            Cancel
        );
        Assert.True(faster.IsSuccessStatusCode, await faster.Content.ReadAsStringAsync(Cancel));
        await TabTo(page, "resume");
        await page.Keyboard.PressAsync("Enter");
        await Expect(standing).ToHaveAttributeAsync("data-state", "completed");
        await Expect(page.GetByTestId("fate-accepted")).ToHaveAttributeAsync("data-count", $"{People}");
        await Expect(page.GetByTestId("bar-delivered")).ToHaveAttributeAsync("data-count", $"{People}");
        Assert.Equal(People, await Sum(page));
        await Expect(page.GetByTestId("recipient").First).ToHaveAttributeAsync("aria-setsize", $"{People}");
        await Expect(page.GetByTestId("event").Filter(new LocatorFilterOptions { HasText = "Paused" }))
            .ToHaveCountAsync(1);
    }

    private static async Task FromFile(IPage page, HttpClient http)
    {
        await page.GotoAsync("/campaigns/new/audience");
        await page.GetByTestId("campaign-name").FillAsync("Seats");
        await page.GetByTestId("audience-kind").SelectOptionAsync("phones");
        await page.GetByTestId("list-file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "seats.csv",
                    MimeType = "text/csv",
                    Buffer =
                        "Name;Phone;Seat\nAna Torres;+54 9 11 5555-0301;A 1\nNobody;none;B 2\nBruno Díaz;+54 9 11 5555-0302;C 3\n"u8.ToArray(),
                }
            );
        await Expect(page.GetByTestId("list")).ToContainTextAsync("2 lines with a number");
        await Expect(page.GetByTestId("count")).ToHaveAttributeAsync("data-people", "2");

        // what was typed is still there after the page is loaded anew
        await Eventually.True(
            async () =>
                await page.EvaluateAsync<bool>(
                    "() => Object.entries(localStorage).some(([key, value]) => key.includes('campaign:') && value.includes('Seats') && value.includes('5491155550301'))"
                ),
            "the plan is kept",
            Cancel
        );
        await page.ReloadAsync();
        await Expect(page.GetByTestId("campaign-name")).ToHaveValueAsync("Seats");
        await Expect(page.GetByTestId("list")).ToContainTextAsync("2 lines with a number");

        await page.GetByTestId("next").ClickAsync();
        await Doors(page).CheckAsync();
        await page.GetByTestId("place-from").SelectOptionAsync("values.Seat");
        await page.GetByTestId("place-text").FillAsync("anywhere");
        await Expect(page.GetByTestId("preview")).ToContainTextAsync("Hi A 1");
        await page.GetByTestId("next").ClickAsync();
        await page.GetByTestId("next").ClickAsync();
        await page.GetByTestId("send").ClickAsync();

        await Expect(page).ToHaveURLAsync(Report());
        await Expect(page.GetByTestId("standing")).ToHaveAttributeAsync("data-state", "completed");
        await Expect(page.GetByTestId("fate-accepted")).ToHaveAttributeAsync("data-count", "2");
        var heard = await http.GetStringAsync(
            "/simulator/api/numbers/100000000000001/phones/5491155550302/messages",
            Cancel
        );
        Assert.Contains("Hi C 3, the doors open on Friday.", heard, StringComparison.Ordinal);
    }

    private static ILocator Doors(IPage page) => page.Locator("[data-testid=template][data-name=open_doors]");

    /// <summary>What has become of everybody, added up.</summary>
    private static async Task<int> Sum(IPage page)
    {
        // one reading of the page: between two the numbers may have moved
        var counts = await page.EvaluateAsync<int[]>(
            "fates => fates.map(fate => Number(document.querySelector(`[data-testid=fate-${fate}]`).dataset.count))",
            Fates
        );
        return counts.Sum();
    }

    private static async Task<int> Count(IPage page, string testId) =>
        int.Parse(await page.GetByTestId(testId).GetAttributeAsync("data-count") ?? "", CultureInfo.InvariantCulture);

    private static async Task Next(IPage page)
    {
        await Expect(page.GetByTestId("next")).ToBeEnabledAsync();
        await TabTo(page, "next");
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabTo(IPage page, string testId)
    {
        const int most = 60;
        // what is on its way, or does nothing for a moment, cannot have the focus
        await Expect(page.Locator($"[data-testid={testId}]:not(:disabled)").First).ToBeAttachedAsync();
        for (var i = 0; i < most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("id => document.activeElement?.dataset.testid === id", testId))
                return;
        }
        Assert.Fail($"{testId} cannot be reached with Tab");
    }

    private static async Task Contacts(HttpClient http)
    {
        for (var i = 0; i < People; i++)
        {
            using var made = await http.PostAsJsonAsync(
                $"{Home}/contacts",
                new
                {
                    name = string.Create(CultureInfo.InvariantCulture, $"Person {i}"),
                    phone = string.Create(CultureInfo.InvariantCulture, $"+54911555502{i:00}"),
                    tags = new[] { "aa-doors" },
                },
                Cancel
            );
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync(Cancel));
        }
    }

    private async Task Visit(Func<IPage, HttpClient, Task> journey)
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, Guid.NewGuid().ToString("N"))).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string> { ["Data__Folder"] = data, ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            Cancel,
            null,
            "--local"
        );
        node.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-key");
        var wrong = new ConcurrentQueue<string>();
        try
        {
            await Templates.Approved(node.Client, "open_doors", "Hi {{1}}, the doors open on Friday.", "Ana");
            await using var browser = await Browser.Start(Browser.Program ?? "");
            var page = await browser.Page(node.Address);
            Browser.Watch(page, wrong);
            await journey(page, node.Client);
        }
        catch
        {
            output.WriteLine(node.Output);
            output.WriteLine(string.Join('\n', wrong));
            throw;
        }

        Assert.Empty(wrong);
        Assert.Equal(0, await node.Terminate(Cancel));
    }

    [GeneratedRegex(@"/campaigns/\d+$")]
    private static partial Regex Report();
}
