using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>A flow drawn, mended, tried, published and talked with, in a real browser against the real program.</summary>
public sealed class FlowBuilderTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_flow_is_drawn_with_the_pointer_mended_tried_published_and_answers_a_phone() => Visit(ByPointer);

    [Fact]
    public Task A_flow_is_made_tried_and_published_by_the_keyboard_alone() => Visit(ByKeyboard);

    private static async Task ByPointer(IPage page)
    {
        await page.GotoAsync("/flows");
        await page.GetByTestId("new-flow").ClickAsync();
        await page.GetByTestId("new-blank").ClickAsync();

        var start = Step(page, "trigger");
        await start.Locator("h3").ClickAsync();
        await page.Keyboard.PressAsync("i");
        await page.Locator("select[data-field=kind]").SelectOptionAsync("keyword");
        await page.Locator("input[data-field=keywords]").FillAsync("haircut");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Region, new PageGetByRoleOptions { Name = "Settings" })
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Close" })
            .ClickAsync();

        await DragOut(page, start.GetByTestId("way").First, 170, -120);
        await Pick(page, "buttons");
        await page.GetByTestId("text-input").FillAsync("Which day, {{ contact.name }}?");
        var ask = Step(page, "options");
        await ask.GetByText("Option 1").ClickAsync();
        await page.GetByTestId("item-input").FillAsync("Monday morning, early please");
        await ask.GetByText("Option 2").ClickAsync();
        await page.GetByTestId("item-input").FillAsync("Tuesday");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByTestId("issues-toggle").ClickAsync();
        await page.GetByTestId("issues")
            .GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Shorten" })
            .ClickAsync();
        await Expect(ask.GetByText("Monday morning, ear…")).ToBeVisibleAsync();
        await page.GetByTestId("issues-toggle").ClickAsync();

        await page.Keyboard.PressAsync("1");
        await Expect(ask.GetByTestId("way").First).ToBeInViewportAsync();
        await Settle(page);
        await DragOut(page, ask.GetByTestId("way").First, 150, -170);
        await Pick(page, "send text");
        await page.GetByTestId("text-input").FillAsync("Booked, see you then.");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".react-flow__edge")).ToHaveCountAsync(2);
        await Saved(page);

        await page.GetByTestId("try-toggle").ClickAsync();
        await page.GetByTestId("try-input").FillAsync("a haircut please");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("try-choice").First.ClickAsync();
        await Tried(page, "Booked, see you then.");

        await Publish(page);
        await page.GotoAsync("/simulator");
        await page.GetByTestId("phone-input").First.FillAsync("haircut");
        await page.GetByTestId("phone-send").First.ClickAsync();
        await page.GetByTestId("phone-choice").Filter(new LocatorFilterOptions { HasText = "Monday" }).ClickAsync();
        await Expect(
                page.Locator("[data-testid=phone-bubble][data-direction=out]")
                    .Filter(new LocatorFilterOptions { HasText = "Booked, see you then." })
            )
            .ToHaveCountAsync(1);
    }

    private static async Task ByKeyboard(IPage page)
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
        await Add(page, "question", "What is your name?");
        await page.Keyboard.PressAsync("o");
        await Expect(page.GetByTestId("outline-line")).ToHaveCountAsync(3);
        await Expect(page.GetByTestId("outline-line").Nth(1)).ToContainTextAsync("Hello from the keys");
        await Saved(page);

        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByTestId("try-input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("anything at all");
        await page.Keyboard.PressAsync("Enter");
        await Tried(page, "What is your name?");

        await page.Keyboard.PressAsync("Control+Shift+P");
        await Expect(page.GetByTestId("publish-now")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("flow-state")).ToHaveTextAsync("Live v1");
    }

    private static async Task Add(IPage page, string step, string words)
    {
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(step);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("text-input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(words);
        await page.Keyboard.PressAsync("Escape");
    }

    private static ILocator Step(IPage page, string type) => page.Locator($"[data-testid=step][data-type={type}]");

    /// <summary>Pulls a cable out of a handle and lets it go over nothing.</summary>
    private static async Task DragOut(IPage page, ILocator handle, float right, float down)
    {
        var box = await handle.BoundingBoxAsync();
        Assert.NotNull(box);
        var (x, y) = (box.X + box.Width / 2, box.Y + box.Height / 2);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + right / 2, y + down / 2, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.MoveAsync(x + right, y + down, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private static async Task Pick(IPage page, string step)
    {
        await Expect(page.GetByTestId("quick-add")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync(step);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task TabTo(IPage page, string testId)
    {
        const int most = 30;
        for (var i = 0; i < most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("id => document.activeElement?.dataset.testid === id", testId))
                return;
        }
        Assert.Fail($"{testId} cannot be reached with Tab");
    }

    /// <summary>Waits until the canvas has stopped moving.</summary>
    private static async Task Settle(IPage page) =>
        await page.WaitForFunctionAsync(
            """
            () => {
                const now = document.querySelector('.react-flow__viewport').style.transform
                const calm = now === window.transformBefore
                window.transformBefore = now
                return calm
            }
            """,
            null,
            new PageWaitForFunctionOptions { PollingInterval = 200 }
        );

    private static Task Saved(IPage page) =>
        Expect(page.GetByTestId("save-state")).ToHaveAttributeAsync("data-state", "saved");

    private static Task Tried(IPage page, string words) =>
        Expect(
                page.Locator("[data-testid=try-bubble][data-direction=out]")
                    .Filter(new LocatorFilterOptions { HasText = words })
            )
            .ToHaveCountAsync(1);

    private static async Task Publish(IPage page)
    {
        await page.GetByTestId("publish").ClickAsync();
        await page.GetByTestId("publish-now").ClickAsync();
        await Expect(page.GetByTestId("flow-state")).ToHaveTextAsync("Live v1");
    }

    private async Task Visit(Func<IPage, Task> journey)
    {
        Assert.SkipWhen(Browser.Program is null, "No Chromium on this machine; .ci/run installs it.");
        var cancel = TestContext.Current.CancellationToken;
        var data = Directory.CreateDirectory(Path.Combine(ScratchFolder.Path, Guid.NewGuid().ToString("N"))).FullName;
        await using var node = await ProcessHost.Start(
            "Node",
            new Dictionary<string, string> { ["Data__Folder"] = data, ["ASPNETCORE_ENVIRONMENT"] = "Development" },
            cancel,
            null,
            "--local"
        );
        var wrong = new ConcurrentQueue<string>();
        try
        {
            await using var browser = await Browser.Start(Browser.Program ?? "");
            var page = await browser.Page(node.Address);
            page.Console += (_, line) =>
            {
                if (line.Type == "error")
                    wrong.Enqueue(line.Text);
            };
            page.PageError += (_, error) => wrong.Enqueue(error);
            await journey(page);
        }
        catch
        {
            output.WriteLine(node.Output);
            output.WriteLine(string.Join('\n', wrong));
            throw;
        }

        Assert.Empty(wrong);
        Assert.Equal(0, await node.Terminate(cancel));
    }
}
