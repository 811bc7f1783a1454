using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>One request to the Graph API: what it is about, what it brings, and how it is answered and written down.</summary>
internal sealed class GraphCall(HttpContext context, TrafficLog log, string id, string edge)
{
    public HttpContext Context { get; } = context;
    public string Id { get; } = id;
    public string Edge { get; } = edge;
    public string Method => Context.Request.Method;

    /// <summary>Members of the JSON or form body, and of the query where the body has none.</summary>
    public Part Root { get; set; }
    public LogLine Record { get; set; } =
        new()
        {
            Kind = Traffic.Request,
            PhoneNumberId = id.Length == 0 ? null : id,
            Method = context.Request.Method,
            Path = context.Request.Path,
            What = edge.Length == 0 ? null : edge,
        };

    public CancellationToken Aborted => Context.RequestAborted;

    public string? Query(string name) => Context.Request.Query[name].ToString() is { Length: > 0 } given ? given : null;

    /// <summary>Where this request found the Graph API, without version: addresses in answers begin with it.</summary>
    public string Base
    {
        get
        {
            var request = Context.Request;
            return $"{request.Scheme}://{request.Host}/simulator/graph";
        }
    }

    public Task Unknown() => Refuse(GraphError.Unknown(Id, Method.ToLowerInvariant()));

    public Task Refuse(GraphError error)
    {
        log.Add(
            Record with
            {
                StatusCode = error.HttpStatus,
                ErrorCode = error.Code,
                Problem = error.Details ?? error.Message,
            }
        );
        return GraphAnswer.Refuse(Context, error);
    }

    public Task Success()
    {
        log.Add(Record with { StatusCode = 200 });
        return GraphAnswer.Success(Context);
    }

    /// <summary>Success, or the refusal.</summary>
    public Task Done(GraphError? error) => error is null ? Success() : Refuse(error);

    public Task Answer(JsonObject answer)
    {
        log.Add(Record with { StatusCode = 200 });
        return GraphAnswer.Write(Context, 200, json => answer.WriteTo(json));
    }

    /// <summary>An answer that is no JSON.</summary>
    public Task Sent(IResult result)
    {
        log.Add(Record with { StatusCode = 200 });
        return result.ExecuteAsync(Context);
    }

    /// <summary>The members that <c>fields=</c> asks for, or the usual ones; always with the id.</summary>
    public Task Fields(JsonObject known, string node, params string[] usual)
    {
        var asked = FieldNames(Query("fields")).ToList();
        var unknown = asked.FirstOrDefault(field => !known.ContainsKey(field));

        if (unknown is not null)
        {
            return Refuse(GraphError.Parameter($"Tried accessing nonexisting field ({unknown}) on node type ({node})"));
        }

        return Answer(Pick(known, asked.Count == 0 ? usual : asked));
    }

    public static JsonObject Pick(JsonObject known, IEnumerable<string> fields)
    {
        var answer = new JsonObject();

        foreach (var field in fields.Append("id").Distinct().Where(known.ContainsKey))
        {
            answer[field] = known[field]?.DeepClone();
        }

        return answer;
    }

    /// <summary>The names in <c>a,b.limit(3){c,d},e</c>, without what is nested in them.</summary>
    public static IEnumerable<string> FieldNames(string? fields)
    {
        var (depth, start) = (0, 0);
        var text = $"{fields},";

        for (var at = 0; at < text.Length; at++)
        {
            depth += text[at] switch
            {
                '{' or '(' => 1,
                '}' or ')' => -1,
                _ => 0,
            };

            if (text[at] != ',' || depth > 0)
            {
                continue;
            }

            var name = text[start..at].Trim();
            start = at + 1;
            var end = name.AsSpan().IndexOfAny('.', '{', '(');
            name = end < 0 ? name : name[..end];

            if (name.Length > 0)
            {
                yield return name;
            }
        }
    }
}
