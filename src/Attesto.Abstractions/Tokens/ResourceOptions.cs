namespace Attesto;

/// <summary>Settings of the resources that access tokens are for (RFC 8707).</summary>
public sealed class ResourceOptions
{
    /// <summary>The resources (RFC 8707 §2) that tokens may be asked for, besides <see cref="AttestoOptions.Audience"/>: absolute URIs without fragment, or
    /// objects that also say how the access tokens of that resource are made.</summary>
    public IList<SupportedResource> Supported { get; set; } = [];

    /// <summary>Takes the <c>audience</c> parameter, which clients of some other servers send, for another <c>resource</c> (RFC 8707 §2).</summary>
    public bool AudienceParameterSupported { get; set; }

    /// <summary>The same settings in another object.</summary>
    internal ResourceOptions Copy() => (ResourceOptions)MemberwiseClone();
}
