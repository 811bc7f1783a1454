using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Makes the OpenAPI document say how callers prove who they are, and what a refusal looks like.</summary>
internal static class OpenApiAccess
{
    private const string Key = "apiKey";
    private const string Session = "session";
    private const string Refusal = "Refusal";

    public static void Configure(OpenApiOptions options)
    {
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                var declared = context
                    .Description.ActionDescriptor.EndpointMetadata.OfType<AccessDeclaration>()
                    .LastOrDefault();
                if (declared is not null)
                    operation.Security = [.. Proofs(declared.Permission).Select(one => Proof(one, context.Document))];
                // 4XX and 5XX stand for all that are not named one by one
                operation.Responses ??= [];
                operation.Responses["4XX"] = new OpenApiResponseReference(Refusal, context.Document);
                operation.Responses["5XX"] = new OpenApiResponseReference(Refusal, context.Document);
                return Task.CompletedTask;
            }
        );
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                var components = document.Components ??= new OpenApiComponents();
                components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Key] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description =
                            "A key of the workspace, made under Settings, API keys; its scopes are the permissions.",
                    },
                    [Session] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.ApiKey,
                        In = ParameterLocation.Cookie,
                        Name = SessionCookie.Secure,
                        Description =
                            "A person's session, begun by POST /api/v1/session. What changes something also wants the header X-Antiforgery with the word that the session told.",
                    },
                };
                (components.Schemas ??= new Dictionary<string, IOpenApiSchema>())[Refusal] = Shape();
                components.Responses = new Dictionary<string, IOpenApiResponse>
                {
                    [Refusal] = new OpenApiResponse
                    {
                        Description =
                            "Refused, with a stable type: nothing was changed. 429 and 503 say with Retry-After when to ask again.",
                        Content = new Dictionary<string, OpenApiMediaType>
                        {
                            ["application/problem+json"] = new()
                            {
                                Schema = new OpenApiSchemaReference(Refusal, document),
                            },
                        },
                    },
                };
                return Task.CompletedTask;
            }
        );
    }

    private static IEnumerable<string> Proofs(Permission? permission) =>
        permission switch
        {
            null => [],
            { ForKeys: true } => [Key, Session],
            _ => [Session],
        };

    private static OpenApiSecurityRequirement Proof(string name, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(name, document)] = [] };

    private static OpenApiSchema Shape() =>
        new()
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457. The type is urn:whatsappbot:problem: and a word that stays, to be acted upon.",
            Required = new HashSet<string> { "type", "title", "status" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Stable; detail is for people and may change.", "urn:whatsappbot:problem:not-found"),
                ["title"] = Text("What kind of refusal it is.", "Not found"),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
                ["detail"] = Text("What is wrong, in words.", "There is no such channel."),
                ["errors"] = new OpenApiSchema
                {
                    Description = "With bad input: everything that is wrong, by path.",
                    AnyOf =
                    [
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            AdditionalProperties = new OpenApiSchema
                            {
                                Type = JsonSchemaType.Array,
                                Items = new OpenApiSchema { Type = JsonSchemaType.String },
                            },
                        },
                        new OpenApiSchema
                        {
                            Type = JsonSchemaType.Array,
                            Items = new OpenApiSchema
                            {
                                Type = JsonSchemaType.Object,
                                Properties = new Dictionary<string, IOpenApiSchema>
                                {
                                    ["path"] = new OpenApiSchema { Type = JsonSchemaType.String },
                                    ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                                },
                            },
                        },
                    ],
                },
            },
        };

    private static OpenApiSchema Text(string description, string example) =>
        new()
        {
            Type = JsonSchemaType.String,
            Description = description,
            Examples = [example],
        };
}
