namespace WhatsAppBot.Flows.Tests;

public sealed class FlowTriggersTests
{
    [Theory]
    [InlineData("""{"nodes":[{"type":"trigger","data":{"keywords":["hi","hello"]}}]}""", "keyword hi,hello")]
    [InlineData("""{"nodes":[{"type":"trigger","data":{"keyword":"hi"}},{"type":"message"}]}""", "keyword hi")]
    [InlineData("""{"nodes":[{"type":"trigger","data":{"kind":"default"}},{"type":"trigger"}]}""", "default |keyword ")]
    [InlineData(
        """{"nodes":[7,null,{},{"type":7},{"type":"trigger","data":{"kind":4,"keywords":[1,null," "]}}]}""",
        "keyword "
    )]
    [InlineData("""{"nodes":[{"type":"trigger","data":{"keywords":["a"],"keyword":"b"}}]}""", "keyword a,b")]
    [InlineData(
        """{"nodes":[{"type":"trigger","data":7},{"type":"trigger","data":{"keywords":7}}]}""",
        "keyword |keyword "
    )]
    [InlineData(
        """{"nodes":[{"type":"trigger","data":{"kind":"1234567890123456789012345678901234567890","keyword":"1234567890123456789012345678901234567890"}}]}""",
        "1234567890123456789012345678901234567890 1234567890123456789012345678901234567890"
    )]
    [InlineData(
        """{"nodes":[{"type":"trigger","data":{"kind":"12345678901234567890123456789012345678901","keyword":"12345678901234567890123456789012345678901"}}]}""",
        "keyword 1234567890123456789012345678901234567890"
    )]
    [InlineData(
        """{"nodes":[{"type":"trigger","data":{"kind":"","keywords":["a","b","c","d","e","f","g"]}}]}""",
        "keyword a,b,c,d,e,f"
    )]
    [InlineData(
        """{"nodes":[{"type":"trigger"},{"type":"trigger"},{"type":"trigger"},{"type":"trigger"},{"type":"trigger"},{"type":"trigger"},{"type":"trigger"}]}""",
        "keyword |keyword |keyword |keyword |keyword |keyword "
    )]
    [InlineData("""{"nodes":7}""", "")]
    [InlineData("""[]""", "")]
    [InlineData("not json", "")]
    [InlineData("""{"a":"\u0000"}""", "")]
    public void Tells_what_starts_a_document_however_wrong_it_is(string json, string told) =>
        Assert.Equal(
            told,
            string.Join('|', FlowTriggers.Of(json).Select(one => $"{one.Kind} {string.Join(',', one.Keywords)}"))
        );
}
