using Microsoft.AspNetCore.OpenApi;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Makes the OpenAPI document say what a typed client needs: the discriminator of a union is always there.</summary>
internal static class OpenApiShape
{
    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "WhatsAppBot";
                document.Info.Version = "v1";
                document.Servers = [];
                return Task.CompletedTask;
            }
        );
        options.AddOperationTransformer(
            (operation, context, _) =>
            {
                operation.Description = context
                    .Description.ActionDescriptor.EndpointMetadata.OfType<AccessDeclaration>()
                    .LastOrDefault()
                    ?.Permission switch
                {
                    null => operation.Description,
                    { Least: null, ForKeys: true } => "For everybody who is signed in, and for every key.",
                    { Least: null } => "For everybody who is signed in; not for keys.",
                    { Least: { } least, ForKeys: true } one =>
                        $"From the role {Roles.Word(least)} on, and for keys with the scope `{one.Name}`.",
                    { Least: { } least } => $"From the role {Roles.Word(least)} on; not for keys.",
                };
                return Task.CompletedTask;
            }
        );
        options.AddSchemaTransformer(
            (schema, _, _) =>
            {
                if (schema.Discriminator?.PropertyName is { } name)
                {
                    foreach (var one in schema.AnyOf ?? [])
                    {
                        if (one is Microsoft.OpenApi.OpenApiSchema concrete)
                            (concrete.Required ??= new HashSet<string>()).Add(name);
                    }
                }
                // that we refuse unknown members of a body does not mean that an answer never gets a new one
                schema.AdditionalPropertiesAllowed = true;
                return Task.CompletedTask;
            }
        );
    }
}
