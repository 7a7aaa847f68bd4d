using System.Text.Json.Nodes;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Authorization;

namespace Attesto.Lab;

/// <summary>The protected APIs of lab.json: each answers with what its caller's token says.</summary>
internal static class LabApis
{
    public static void MapLabApis(this IEndpointRouteBuilder routes, LabFile lab)
    {
        foreach (var api in lab.Apis)
        {
            var route = routes.MapMethods(api.Path, api.Methods, Describe);
            route.RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = AttestoBearerDefaults.AuthenticationScheme });
            if (api.Scopes.Count > 0)
            {
                route.RequireScopes([.. api.Scopes]);
            }

            if (api.Acr.Count > 0 || api.MaxAge is not null)
            {
                var stepUp = new StepUpAttribute([.. api.Acr]);
                if (api.MaxAge is { } age)
                {
                    stepUp.MaxAge = age;
                }

                route.WithMetadata(stepUp);
            }
        }
    }

    private static IResult Describe(HttpContext http)
    {
        var token = http.GetAccessToken()!;
        return Results.Json(new JsonObject
        {
            ["subject"] = token.Subject,
            ["client"] = token.ClientId,
            ["scope"] = token.Scope.ToString(),
            ["cnf"] = Confirmation(token),
            ["claims"] = JsonNode.Parse(token.Claims.GetRawText()),
        });
    }

    private static JsonObject? Confirmation(VerifiedAccessToken token) =>
        token.DpopJkt is { } jkt ? new JsonObject { ["jkt"] = jkt } :
        token.CertificateThumbprint is { } thumbprint ? new JsonObject { ["x5t#S256"] = thumbprint } :
        null;
}
