namespace WhatsAppBot.Flows.Older;

/// <summary>A JavaScript expression of the common forms.</summary>
internal abstract record JsExpression;

/// <summary>A text, a number, a truth or null; undefined is null, too.</summary>
internal sealed record JsLiteral(object? Value) : JsExpression;

internal sealed record JsList(IReadOnlyList<JsExpression> Items) : JsExpression;

/// <summary>A path that begins at the older system's <c>context</c>; parts are names or indexes.</summary>
internal sealed record JsPath(IReadOnlyList<object> Parts) : JsExpression;

internal sealed record JsLength(JsExpression Of) : JsExpression;

internal sealed record JsCall(JsExpression On, string Method, IReadOnlyList<JsExpression> Arguments) : JsExpression;

internal sealed record JsNot(JsExpression Of) : JsExpression;

/// <summary><c>&amp;&amp;</c> or <c>||</c>.</summary>
internal sealed record JsLogical(bool IsAnd, JsExpression Left, JsExpression Right) : JsExpression;

internal sealed record JsComparison(string Operator, JsExpression Left, JsExpression Right) : JsExpression;
