using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace WhatsAppBot.EndToEnd;

/// <summary>What a newcomer does first, in a real browser against the real program.</summary>
public sealed partial class WelcomeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Hi_on_the_phone_is_answered_with_buttons_and_the_inbox_shows_everything_live()
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, "node")).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string> { ["Data__Folder"] = data, ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            cancel,
            null,
            "--local"
        );

        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            await Visit(await browser.Page(node.Address));
        }
        catch
        {
            output.WriteLine(node.Output);
            throw;
        }

        Assert.Equal(0, await node.Terminate(cancel));
    }

    private async Task Visit(IPage page)
    {
        var wrong = new ConcurrentQueue<string>();
        Browser.Watch(page, wrong);
        await page.GotoAsync("/inbox");
        // gone with any reload
        await page.EvaluateAsync("window.loadedOnce = true");

        await page.GetByTestId("phone-input").FillAsync("hi");
        await page.GetByTestId("phone-send").ClickAsync();
        var choices = page.GetByTestId("phone-choice");
        await Assertions.Expect(choices).ToHaveCountAsync(3);
        await Assertions.Expect(page.GetByTestId("inbox-row")).ToHaveCountAsync(1);

        await page.GetByTestId("inbox-row").ClickAsync();
        await Shows(page, "inbound", "hi");
        await Shows(page, "outbound", "How can we help you today?");

        await choices.Filter(new LocatorFilterOptions { HasText = "Opening hours" }).ClickAsync();
        await Says(page, "out", "We are open Monday to Friday");
        await Shows(page, "inbound", "Opening hours");
        await Shows(page, "outbound", "We are open Monday to Friday");
        await Ticks(page, "We are open Monday to Friday");
        await Shoot(page);

        await page.GetByTestId("composer-input").FillAsync("This is Ana. Can I help?");
        await page.GetByTestId("composer-send").ClickAsync();
        await Says(page, "out", "This is Ana. Can I help?");
        await Shows(page, "outbound", "This is Ana. Can I help?");
        await Ticks(page, "This is Ana. Can I help?");

        Assert.True(await page.EvaluateAsync<bool>("window.loadedOnce === true"), "the page was loaded again");
        Assert.Empty(wrong);
    }

    private static Task Shows(IPage page, string direction, string text) =>
        Assertions.Expect(Bubble(page, direction, text)).ToHaveCountAsync(1);

    private static Task Says(IPage page, string direction, string text) =>
        Assertions
            .Expect(
                page.Locator($"[data-testid=phone-bubble][data-direction={direction}]")
                    .Filter(new LocatorFilterOptions { HasText = text })
            )
            .ToHaveCountAsync(1);

    // the phone is before everybody's eyes, so what is delivered is soon read
    private static Task Ticks(IPage page, string text) =>
        Assertions
            .Expect(Bubble(page, "outbound", text).GetByTestId("tick"))
            .ToHaveAttributeAsync("data-status", Arrived());

    private static ILocator Bubble(IPage page, string direction, string text) =>
        page.Locator($"[data-testid=bubble][data-direction={direction}]")
            .Filter(new LocatorFilterOptions { HasText = text });

    private async Task Shoot(IPage page)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        foreach (var (name, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            var file = Path.Combine(folder, $"inbox-{name}.png");
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = file, Animations = ScreenshotAnimations.Disabled }
            );
            output.WriteLine(file);
        }
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
    }

    [GeneratedRegex("^(delivered|read)$")]
    private static partial Regex Arrived();
}
