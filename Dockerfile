# One image per host: docker build --target node|silo|webapi|simulator .

FROM node:22-bookworm-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN for host in Node Silo WebApi Simulator; do \
      dotnet publish "src/$host" --configuration Release --output "/out/$host" -p:SkipWeb=true || exit 1; \
    done

# never as root; curl is for the health checks
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY NOTICE ./
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER $APP_UID

FROM runtime AS simulator
COPY --from=build /out/Simulator ./
COPY --from=web /web/dist ./ui
ENV Simulator__WebRoot=/app/ui
ENTRYPOINT ["dotnet", "WhatsAppBot.Simulator.dll"]

FROM runtime AS silo
COPY --from=build /out/Silo ./
ENTRYPOINT ["dotnet", "WhatsAppBot.Silo.dll"]

FROM runtime AS webapi
COPY --from=build /out/WebApi ./
COPY --from=web /web/dist ./ui
ENTRYPOINT ["dotnet", "WhatsAppBot.WebApi.dll"]

FROM runtime AS node
COPY --from=build /out/Node ./
COPY --from=web /web/dist ./ui
ENTRYPOINT ["dotnet", "WhatsAppBot.Node.dll"]
