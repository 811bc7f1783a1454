using System.Text.Json.Nodes;
using FsCheck.Xunit;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Tests;

/// <summary>Values that are put into a JSON text.</summary>
public sealed class JsonTemplateTests
{
    [Theory]
    [InlineData("""{"a":"{{ said }}"}""", """{"a":"He said \"ü\"\\\n"}""")]
    [InlineData("""{"a":{{ said }}}""", """{"a":"He said \"ü\"\\\n"}""")]
    [InlineData("""{"a":{{ said | json }}}""", """{"a":"He said \"ü\"\\\n"}""")]
    [InlineData("""{"a":"{{ list }}"}""", """{"a":"12"}""")]
    [InlineData("""{"a":{{ list }},"b":{{ parts }}}""", """{"a":[1,"2"],"b":{"x":"ü"}}""")]
    [InlineData("""{"a":"{{ parts }}"}""", """{"a":"{\"x\":\"ü\"}"}""")]
    [InlineData("""{"a":{{ number }},"b":"{{ number }}","c":{{ digits }}}""", """{"a":1.5,"b":"1.5","c":42}""")]
    [InlineData("""{"a":{{ missing }},"b":"{{ missing }}"}""", """{"a":null,"b":""}""")]
    [InlineData("""{"a":{{ yes }},"b":{{ word }}}""", """{"a":true,"b":"word"}""")]
    [InlineData("""{"a":"\"{{ said }}\""}""", """{"a":"\"He said \"ü\"\\\n\""}""")]
    [InlineData("""{"a":"\\","b":{{ word }}}""", """{"a":"\\","b":"word"}""")]
    [InlineData("""{"a":{{ '[1]' | raw }}}""", """{"a":[1]}""")]
    [InlineData("""[{% for item in list %}{{ item }}{% unless forloop.last %},{% endunless %}{% endfor %}]""", "[1,2]")]
    [InlineData("""{% capture x %}"{{ word }}"{% endcapture %}{"a":"{{ x }}"}""", """{"a":"\"word\""}""")]
    public void Keep_it_json(string template, string expected)
    {
        var (read, error) = Template.Parse(template);
        Assert.Null(error);

        var (text, fault) = read.RenderJson(new Scope("He said \"ü\"\\\n"));

        Assert.Null(fault);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(text)), text);
    }

    [Property(MaxTest = 1000)]
    public void Whatever_they_are(string? text, int seed)
    {
        var said = CleanText.Of(seed % 3 == 0 ? new Chance(seed).Template() : text ?? "");
        var (read, _) = Template.Parse(
            """{"a":"{{ said }}","b":{{ said }},"c":[{{ said | json }}],"d":"x{{ said }}y"}"""
        );

        var (filled, fault) = read.RenderJson(new Scope(said));

        Assert.Null(fault);
        var json = JsonNode.Parse(filled)!;
        Assert.Equal(said, (string?)json["a"]);
        Assert.Equal(said, (string?)json["c"]![0]);
        Assert.Equal($"x{said}y", (string?)json["d"]);
    }

    [Property(MaxTest = 1000)]
    public void Never_throw(int seed)
    {
        var (template, _) = Template.Parse(new Chance(seed).Template());

        Assert.NotNull(template.RenderJson(new Scope("x")).Text);
    }

    private sealed class Scope(string said) : ILookup
    {
        public IEnumerable<string> Names => ["said"];

        public object? Find(string name) =>
            name switch
            {
                "said" => (object)said,
                "list" => JsonNode.Parse("""[1,"2"]"""),
                "parts" => JsonNode.Parse("""{"x":"ü"}"""),
                "number" => 1.5m,
                "digits" => "42",
                "yes" => true,
                "word" => "word",
                _ => null,
            };
    }
}
