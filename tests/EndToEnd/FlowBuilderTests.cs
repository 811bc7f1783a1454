using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace WhatsAppBot.EndToEnd;

/// <summary>A flow drawn, mended, tried, published and talked with, in a real browser against the real program.</summary>
public sealed partial class FlowBuilderTests(ITestOutputHelper output)
{
    [Fact]
    public Task A_flow_is_drawn_with_the_pointer_mended_tried_published_and_answers_a_phone() => Visit(ByPointer);

    [Fact]
    public Task A_flow_is_made_tried_and_published_by_the_keyboard_alone() => Visit(ByKeyboard);

    private static async Task ByPointer(IPage page, HttpClient http)
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
        await page.GetByTestId("text-input").FillAsync("Which day, ");
        await PickVariable(page, "contact.name");
        await Expect(page.GetByTestId("text-input")).ToHaveValueAsync("Which day, {{ contact.name }}");
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
        // the step's issue may still say it too, until the checks have come back
        await Expect(ask.GetByText("Monday morning, ear…", new LocatorGetByTextOptions { Exact = true }))
            .ToBeVisibleAsync();
        await page.GetByTestId("issues-toggle").ClickAsync();

        await page.Keyboard.PressAsync("1");
        await Expect(ask.GetByTestId("way").First).ToBeInViewportAsync();
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
        await KeepTest(page, "Books a Monday");

        await Publish(page);
        var flow = page.Url.Split('?')[0];
        await page.GotoAsync("/simulator");
        await page.GetByTestId("phone-input").First.FillAsync("haircut");
        await page.GetByTestId("phone-send").First.ClickAsync();
        await page.GetByTestId("phone-choice").Filter(new LocatorFilterOptions { HasText = "Monday" }).ClickAsync();
        await Expect(
                page.Locator("[data-testid=phone-bubble][data-direction=out]")
                    .Filter(new LocatorFilterOptions { HasText = "Booked, see you then." })
            )
            .ToHaveCountAsync(1);

        await page.GotoAsync(flow);
        await Exported(page);
        await Counted(page);
        await ChangedAndRestored(page);
        await page.GotoAsync(flow);
        await TemplateByPointer(page, http);
    }

    /// <summary>The button beside a text offers what is known at that place.</summary>
    private static async Task PickVariable(IPage page, string path)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Insert a variable", Exact = true })
            .First.ClickAsync();
        await page.GetByRole(AriaRole.Option).Filter(new LocatorFilterOptions { HasText = path }).First.ClickAsync();
    }

    /// <summary>The file that is exported holds the words of the flow.</summary>
    private static async Task Exported(IPage page)
    {
        await page.GetByTestId("flow-more").ClickAsync();
        var file = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = "Export", Exact = true }).ClickAsync()
        );
        await using var content = await file.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        Assert.Contains(
            "Booked, see you then.",
            await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    /// <summary>The person who came by phone is counted on the cables.</summary>
    private static async Task Counted(IPage page)
    {
        await page.GetByTestId("traffic-toggle").ClickAsync();
        await Expect(page.GetByTestId("volume").First).ToHaveTextAsync("1100 %");
        await page.GetByTestId("volume").First.ClickAsync();
        await Expect(page.GetByTestId("passer")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("traffic-toggle").ClickAsync();
    }

    /// <summary>Another answer fails the saved test, which asks before publishing; the difference is seen, and the old version taken back.</summary>
    private static async Task ChangedAndRestored(IPage page)
    {
        await Step(page, "message").Locator("[data-field=text]").ClickAsync();
        await page.GetByTestId("text-input").FillAsync("Done, see you then.");
        await page.Keyboard.PressAsync("Escape");
        await Saved(page);

        await page.GetByTestId("publish").ClickAsync();
        await Expect(page.GetByTestId("failed-tests")).ToContainTextAsync("Booked, see you then.");
        await Expect(page.GetByTestId("failed-tests")).ToContainTextAsync("Done, see you then.");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel" }).Last.ClickAsync();

        await page.GetByTestId("history-toggle").ClickAsync();
        await page.GetByTestId("version").First.ClickAsync();
        await Expect(page.Locator("[data-testid=step][data-difference=changed]")).ToHaveCountAsync(1);
        await page.GetByTestId("restore").ClickAsync();
        await Expect(Step(page, "message")).ToContainTextAsync("Booked, see you then.");
        await Saved(page);
        await page.GetByTestId("publish").ClickAsync();
        await Expect(page.GetByTestId("publish-now")).ToBeEnabledAsync();
        await Expect(page.GetByTestId("failed-tests")).ToHaveCountAsync(0);
    }

    private static async Task KeepTest(IPage page, string name)
    {
        await page.GetByTestId("save-test").ClickAsync();
        await page.GetByTestId("test-name").FillAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("notice")).ToContainTextAsync(name);
        await page.GetByTestId("tests-toggle").ClickAsync();
        await Expect(page.Locator("[data-testid=test][data-passed=true]")).ToHaveCountAsync(1);
    }

    private static ILocator Step(IPage page, string type) => page.Locator($"[data-testid=step][data-type={type}]");

    /// <summary>Pulls a cable out of a handle and lets it go over nothing.</summary>
    private static async Task DragOut(IPage page, ILocator handle, float right, float down)
    {
        await Settle(page);
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
        await Expect(page.GetByTestId("quick-add").GetByRole(AriaRole.Combobox)).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(step);
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Waits until the canvas stands still: it moves with the frames, and between two of them a slow machine may take its time.</summary>
    private static async Task Settle(IPage page) =>
        await page.WaitForFunctionAsync(
            """
            () => {
                const now = document.querySelector('.react-flow__viewport').style.transform
                window.calmFrames = now === window.transformBefore ? (window.calmFrames ?? 0) + 1 : 0
                window.transformBefore = now
                if (window.calmFrames < 20) return false
                window.calmFrames = 0
                return true
            }
            """
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

    private async Task Visit(Func<IPage, HttpClient, Task> journey)
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
        node.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "demo-key");
        var wrong = new ConcurrentQueue<string>();
        try
        {
            await Templates.Approved(node.Client, "seat_ready", "Seat {{1}} is yours, {{2}}. See you.", "A 1", "Ana");
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
        Assert.Equal(0, await node.Terminate(cancel));
    }
}
