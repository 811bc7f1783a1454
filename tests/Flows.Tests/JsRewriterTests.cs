using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Xunit;
using WhatsAppBot.Flows.Older;
using WhatsAppBot.Flows.Templates;

namespace WhatsAppBot.Flows.Tests;

public sealed class JsRewriterTests
{
    [Theory]
    [InlineData("context.input === 'yes' && context.age > 3", "context.input == 'yes' and context.age > 3")]
    [InlineData("return context.a == 1;", "context.a == 1")]
    [InlineData("context.a !== \"x\" || context.b != null", "context.a != 'x' or context.b != nil")]
    [InlineData(
        "context.a >= -1.5 && context.b <= 2 && context.c < 3",
        "context.a >= -1.5 and context.b <= 2 and context.c < 3"
    )]
    [InlineData(
        "context.a === 1 || context.b === 2 && context.c === 3",
        "context.a == 1 or (context.b == 2 and context.c == 3)"
    )]
    [InlineData(
        "(context.a === 1 || context.b === 2) && context.c === 3",
        "(context.a == 1 or context.b == 2) and context.c == 3"
    )]
    [InlineData("!(context.a > 1) && context.b > 1", "not (context.a > 1) and context.b > 1")]
    [InlineData("!context.a", "not ((context.a and context.a != '' and context.a != 0))")]
    [InlineData("!!context.a", "(context.a and context.a != '' and context.a != 0)")]
    [InlineData("context.a > 1 === true", "(context.a > 1) == true")]
    [InlineData("context['first name'] === 'it\\'s'", "context['first name'] == \"it's\"")]
    [InlineData("context.items[0].name === `x`", "context.items[0].name == 'x'")]
    [InlineData("context?.order?.id === undefined", "context.order.id == nil")]
    [InlineData("context.input.toLowerCase().trim() === 'sí'", "(context.input | downcase | strip) == 'sí'")]
    [InlineData(
        "(context.input || '').toUpperCase().includes('A')",
        "(context.input | default: '' | upcase) contains 'A'"
    )]
    [InlineData("context.tags.includes('vip')", "context.tags contains 'vip'")]
    [InlineData("['a', 'b'].includes(context.x)", "(context.x == 'a' or context.x == 'b')")]
    [InlineData("![].includes(context.x)", "not (false)")]
    [InlineData("context.items.length", "context.items.size > 0")]
    [InlineData("context.text.trim().length > 3", "(context.text | strip).size > 3")]
    [InlineData("context.text.startsWith('ab')", "(context.text | slice: 0, 2) == 'ab'")]
    [InlineData("context.text.endsWith('ab')", "(context.text | slice: -2, 2) == 'ab'")]
    [InlineData("context.text.indexOf('a') !== -1", "context.text contains 'a'")]
    [InlineData("context.text.indexOf('a') < 0", "not (context.text contains 'a')")]
    [InlineData("true", "true")]
    [InlineData("''", "false")]
    public void Writes_the_common_forms(string source, string expected) =>
        Assert.Equal((expected, null), JsRewriter.Rewrite(source));

    [Theory]
    [InlineData("")]
    [InlineData("context")]
    [InlineData("age > 3")]
    [InlineData("context.a + 1 > 2")]
    [InlineData("context.a - 1 > 2")]
    [InlineData("context.a = 1")]
    [InlineData("context.a ? 1 : 2")]
    [InlineData("context.a ?? 1")]
    [InlineData("context[context.b] === 1")]
    [InlineData("context.items.some(x => x > 1)")]
    [InlineData("/a/.test(context.a)")]
    [InlineData("typeof context.a === 'string'")]
    [InlineData("new Date() > context.a")]
    [InlineData("process.exit()")]
    [InlineData("context.a.startsWith(context.b)")]
    [InlineData("context.a.toLowerCase")]
    [InlineData("context.a.indexOf('x') > 2")]
    [InlineData("context.a.startsWith('')")]
    [InlineData("context.a.includes('x', 1)")]
    [InlineData("(context.a || 'other') === 'x'")]
    [InlineData("(context.a > 1) > (context.b > 1)")]
    [InlineData("context.a === '\\u0041'")]
    [InlineData("context.a === `${context.b}`")]
    [InlineData("context.a === 'both \\' and \"'")]
    [InlineData("context.a === 0x1F")]
    [InlineData("context.a === 1e3")]
    [InlineData("context.a === 1; context.b === 2")]
    [InlineData("context.a === 'open")]
    [InlineData("(context.a === 1")]
    [InlineData("[context.a].length === 1")]
    [InlineData("// context.a")]
    public void Leaves_the_rest_to_a_person(string source)
    {
        var (expression, refused) = JsRewriter.Rewrite(source);

        Assert.Null(expression);
        Assert.NotEmpty(refused!);
    }

    [Theory]
    [InlineData("context.no || context.yes && context.no", false)]
    [InlineData("context.yes || context.no && context.no", true)]
    [InlineData("(context.yes || context.no) && context.no", false)]
    [InlineData("!context.no && context.yes", true)]
    [InlineData("!(context.no && context.yes)", true)]
    [InlineData("!context.yes === false", true)]
    [InlineData("context.zero || context.blank || context.missing", false)]
    [InlineData("context.blank === ''", true)]
    [InlineData("context.missing === undefined && context.missing == null", true)]
    [InlineData("context.missing > 3 || context.missing < 3", false)]
    [InlineData("context.age > 9 && context.age < 100", true)]
    [InlineData("context.age === 36", true)]
    [InlineData("context.name.toLowerCase() === 'ada'", true)]
    [InlineData("context.name === 'ada'", false)]
    [InlineData("context.name.trim().length === 3", true)]
    [InlineData("context.name.startsWith('Ad') && !context.name.startsWith('da')", true)]
    [InlineData("context.tags.includes('vip') && !context.tags.includes('vi')", true)]
    [InlineData("context.name.includes('d')", true)]
    [InlineData("context.tags.length >= 2 && context.tags[1] === 'new'", true)]
    [InlineData("context.name.endsWith('da') && !context.name.endsWith('Ad') && !context.name.endsWith('xxAda')", true)]
    [InlineData("context.name.indexOf('d') >= 0 && context.tags.indexOf('none') === -1", true)]
    [InlineData("['x', 'Ada'].includes(context.name)", true)]
    [InlineData("(context.missing || '').trim() === ''", true)]
    [InlineData("context['deep']['er'].value === true", true)]
    public void Holds_when_the_javascript_did(string source, bool holds)
    {
        var (expression, refused) = JsRewriter.Rewrite(source);
        Assert.Null(refused);

        var read = ExpressionReader.ReadWhole(expression!).Expression!;
        Assert.Equal(holds, Values.Truthy(read.Evaluate(new Rendering(new Scope()))));
    }

    [Property(MaxTest = 3000)]
    public void Never_throws_and_only_writes_what_can_be_read(DoNotSize<int> seed)
    {
        string[] pieces =
        [
            "context",
            ".a",
            "?.b",
            "['c d']",
            "[0]",
            "===",
            "!==",
            "==",
            "<",
            ">=",
            "&&",
            "||",
            "!",
            "(",
            ")",
            "'x'",
            "\"it's\"",
            "12",
            "-",
            "0.5",
            "true",
            "null",
            ".length",
            ".trim()",
            ".includes(",
            "[",
            "]",
            ",",
            " ",
            "`",
            "\\",
            ";",
            "return ",
            ".startsWith('",
            "é",
            "\ud83d",
        ];
        var random = new System.Random(seed.Item);
        var source = string.Concat(
            Enumerable.Range(0, random.Next(14)).Select(_ => pieces[random.Next(pieces.Length)])
        );

        var (expression, refused) = JsRewriter.Rewrite(source);

        Assert.NotEqual(expression is null, refused is null);
        if (expression is not null)
            Assert.Null(ExpressionReader.ReadWhole(expression).Error);
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply()
    {
        Assert.NotNull(JsRewriter.Rewrite(new string('(', 3000)).Refused);
        Assert.NotNull(JsRewriter.Rewrite(new string('!', 3000)).Refused);
        Assert.NotNull(JsRewriter.Rewrite(new string(' ', 5000)).Refused);
        Assert.NotNull(JsRewriter.Rewrite(string.Join("&&", Enumerable.Repeat("context.a", 300))).Refused);
    }

    [Fact]
    public void Refuses_what_grows_with_every_level()
    {
        var (negated, sought) = ("context.a", "context.a");
        for (var i = 0; i < 22; i++)
        {
            negated = $"(!{negated}).trim()";
            sought = $"['','','','',''].includes({sought})";
        }

        Assert.Equal("it would become too long", JsRewriter.Rewrite(negated).Refused);
        Assert.Equal("it would become too long", JsRewriter.Rewrite(sought).Refused);
    }

    private sealed class Scope : ILookup
    {
        private static readonly JsonObject Context = JsonNode
            .Parse(
                """
                { "yes": true, "no": false, "zero": 0, "blank": "", "age": 36, "name": "Ada", "tags": ["vip", "new"],
                  "deep": { "er": { "value": true } } }
                """
            )!
            .AsObject();

        public IEnumerable<string> Names => ["context"];

        public object? Find(string name) => name == "context" ? Context : null;
    }
}
