namespace WhatsAppBot.Flows.Tests;

/// <summary>Words of other scripts, whose vowels are signs on their letters.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("का", "काम", false)]
    [InlineData("का", "मदद का", true)]
    [InlineData("के", "कु", false)]
    [InlineData("ไม", "ไม้", false)]
    [InlineData("ayudá", "AYUDA ya", true)]
    [InlineData("cafe", "un cafe\u0301", true)]
    [InlineData("שָׁלוֹם", "שלום", true)]
    [InlineData("❤", "❤\uFE0F", true)]
    public void A_keyword_starts_on_its_own_word(string keyword, string text, bool starts)
    {
        var flow = FlowVersion
            .Parse(
                "f",
                1,
                "F",
                $$$"""
                {"nodes":[{"id":"t","type":"trigger","data":{"keyword":"{{{keyword}}}"}},{"id":"m","type":"message","data":{"text":"yes"}}],
                 "edges":[{"source":"t","target":"m"}]}
                """
            )
            .Flow!;

        Assert.Equal(starts ? ["yes"] : [], new Phone(flow).Says(text).Said());
    }
}
