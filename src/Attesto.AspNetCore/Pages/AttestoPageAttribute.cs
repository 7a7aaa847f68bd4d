using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Attesto.AspNetCore;

/// <summary>Marks a controller of the host as pages of the authorization server, such as the sign-in page: everybody may open them, over TLS only; their
/// responses have the headers of every page; a form without the token of <see cref="FormTokenExtensions.FormToken"/> is refused, which the action sees from
/// <see cref="FormTokenHttpContextExtensions.FormWasRefused"/> and from its model state, and shows the page again.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AttestoPageAttribute : Attribute;
