using System.Text.Json;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class TemplatePreviewTests
{
    private static readonly JsonElement Order = JsonDocument
        .Parse(
            """
            [
              { "type": "HEADER", "format": "TEXT", "text": "Order {{1}}" },
              { "type": "BODY", "text": "Hi {{1}}, it comes on {{2}}. See you, {{1}}!" },
              { "type": "FOOTER", "text": "Thanks" },
              { "type": "BUTTONS", "buttons": [
                { "type": "QUICK_REPLY", "text": "Stop" },
                { "type": "URL", "text": "Track", "url": "https://example.com/t/{{1}}" } ] }
            ]
            """
        )
        .RootElement;

    [Fact]
    public void Fills_each_part_with_its_own_values()
    {
        var picture = TemplatePreview.Of(
            Order,
            new Dictionary<string, string>
            {
                ["1"] = "Ana",
                ["2"] = "Monday",
                ["header.1"] = "A-1",
                ["button.1.1"] = "xyz",
            }
        );

        Assert.Equal("Order A-1", picture.Header);
        Assert.Equal("Hi Ana, it comes on Monday. See you, Ana!", picture.Body);
        Assert.Equal("Thanks", picture.Footer);
        Assert.Equal([null, "https://example.com/t/xyz"], picture.Buttons.Select(button => button.Target));
        Assert.Equal(["header.1", "1", "2", "button.1.1"], picture.Variables);
    }

    [Fact]
    public void Shows_a_variable_without_a_value_as_it_is() =>
        Assert.StartsWith("Hi {{1}}, it", TemplatePreview.Of(Order, new Dictionary<string, string>()).Body);

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1, null, {\"type\":\"BODY\"}, {\"type\":\"BUTTONS\",\"buttons\":7}]")]
    [InlineData("[{\"type\":\"BODY\",\"text\":\"open {{ and never\"}]")]
    public void Takes_any_shape(string json) =>
        Assert.NotNull(TemplatePreview.Of(JsonDocument.Parse(json).RootElement, new Dictionary<string, string>()).Body);
}
