using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>The same journey for somebody without a pointer.</summary>
public sealed partial class FlowBuilderTests
{
    private static async Task ByKeyboard(IPage page, HttpClient http)
    {
        await page.GotoAsync("/flows");
        await Expect(page.GetByTestId("new-flow")).ToBeVisibleAsync();
        await TabTo(page, "new-flow");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("new-blank")).ToBeVisibleAsync();
        await TabTo(page, "new-blank");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Step(page, "trigger")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await Add(page, "send text", "Hello from the keys");
        await Add(page, "question", "What is your name, {{ contact.nam }}?");
        await page.Press("issues-toggle");
        await page.Press("fix");
        await Expect(page.GetByTestId("fix")).ToHaveCountAsync(0);
        await Expect(Step(page, "ask")).ToContainTextAsync("contact.name");
        await page.Press("issues-toggle");
        await page.Keyboard.PressAsync("o");
        await Expect(page.GetByTestId("outline-line")).ToHaveCountAsync(3);
        await Expect(page.GetByTestId("outline-line").Nth(1)).ToContainTextAsync("Hello from the keys");
        await Saved(page);

        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByTestId("try-input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("anything at all");
        await page.Keyboard.PressAsync("Enter");
        await Tried(page, "What is your name");
        await TabTo(page, "save-test", "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("test-name")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("By the keys");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("notice")).ToContainTextAsync("By the keys");
        await Expect(page.GetByTestId("test-name")).ToHaveCountAsync(0);

        await page.Keyboard.PressAsync("Control+Shift+P");
        await Expect(page.GetByTestId("publish-now")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("flow-state")).ToHaveTextAsync("Live v1");
        var flow = page.Url.Split('?')[0];
        await TalkedChangedAndRestored(page, flow);
        await page.GotoAsync(flow);
        await TemplateByKeys(page, http);
    }

    /// <summary>Writes on a phone, sees it counted, changes a text, sees the difference and takes the old text back: all by keys.</summary>
    private static async Task TalkedChangedAndRestored(IPage page, string flow)
    {
        await page.Command("simulator", "imulator");
        await page.Type("phone-input", "anything at all");
        await page.Keyboard.PressAsync("Enter");
        await Expect(
                page.Locator("[data-testid=phone-bubble][data-direction=out]")
                    .Filter(new LocatorFilterOptions { HasText = "What is your name" })
            )
            .ToHaveCountAsync(1);

        await page.GotoAsync(flow);
        await Expect(Step(page, "ask")).ToBeVisibleAsync();
        // the page listens a moment after it is drawn
        for (
            var tries = 0;
            tries < 60 && await page.GetByTestId("traffic-toggle").GetAttributeAsync("aria-pressed") != "true";
            tries++
        )
        {
            await page.Keyboard.PressAsync("t");
            await page.WaitForTimeoutAsync(500);
        }
        await Expect(page.GetByTestId("volume").First).ToHaveTextAsync("1100 %");
        await page.Keyboard.PressAsync("t");

        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("text-input")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(", again");
        await page.Keyboard.PressAsync("Escape");
        await Saved(page);
        await page.Press("history-toggle");
        await page.Press("version");
        await Expect(page.Locator("[data-testid=step][data-difference=changed]")).ToHaveCountAsync(1);
        await page.Press("restore");
        await Expect(Step(page, "message")).ToHaveCountAsync(1);
        await Expect(Step(page, "message")).Not.ToContainTextAsync("again");
        await Saved(page);
    }

    private static async Task Add(IPage page, string step, string words)
    {
        await page.Keyboard.PressAsync("/");
        await Expect(page.Locator("#find-step")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(step);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("text-input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(words);
        await page.Keyboard.PressAsync("Escape");
    }

    private static async Task TabTo(IPage page, string testId, string key = "Tab")
    {
        const int most = 30;
        // what is on its way cannot have the focus
        await Expect(page.GetByTestId(testId).First).ToBeAttachedAsync();
        for (var i = 0; i < most; i++)
        {
            await page.Keyboard.PressAsync(key);
            if (await page.EvaluateAsync<bool>("id => document.activeElement?.dataset.testid === id", testId))
                return;
        }
        Assert.Fail($"{testId} cannot be reached with Tab");
    }
}
