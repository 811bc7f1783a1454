using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace WhatsAppBot.Storage.Contacts;

/// <summary>A statement under construction: text of ours, values as parameters. <c>$1</c> is the workspace.</summary>
internal sealed class RuleSql
{
    private readonly StringBuilder text = new();

    public RuleSql(NpgsqlParameterCollection parameters, string workspace)
    {
        Parameters = parameters;
        parameters.Text(workspace);
    }

    public NpgsqlParameterCollection Parameters { get; }

    public override string ToString() => text.ToString();

    public RuleSql Add(string sql)
    {
        text.Append(sql);
        return this;
    }

    public RuleSql Text(string? value) =>
        Parameter(value is null ? null : Messages.CleanText.Of(value), NpgsqlDbType.Text);

    public RuleSql Texts(IReadOnlyList<string> values) =>
        Parameter(values.Select(Messages.CleanText.Of).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    public RuleSql Bigints(long[] values) => Parameter(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public RuleSql Bigint(long value) => Parameter(value, NpgsqlDbType.Bigint);

    public RuleSql Number(decimal value) => Parameter(value, NpgsqlDbType.Numeric);

    public RuleSql Time(DateTimeOffset value) => Parameter(value.UtcDateTime, NpgsqlDbType.TimestampTz);

    public RuleSql Json(JsonNode value) => Parameter(value.ToJsonString(), NpgsqlDbType.Jsonb);

    /// <summary>What <c>like</c> takes for a text that goes on: folded, its own signs escaped.</summary>
    public RuleSql Pattern(string value) =>
        Add(@"replace(replace(replace(fold(").Text(value).Add(@"), '\', '\\'), '%', '\%'), '_', '\_') || '%'");

    public RuleSql Joined(IReadOnlyList<ContactRule> rules, string by, string none)
    {
        if (rules.Count == 0)
            return Add(none);
        for (var i = 0; i < rules.Count; i++)
        {
            Add(i == 0 ? "(" : by).Add("(");
            rules[i].Write(this);
            Add(")");
        }
        return Add(")");
    }

    private RuleSql Parameter(object? value, NpgsqlDbType type)
    {
        Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        text.Append('$').Append(Parameters.Count);
        return this;
    }
}
