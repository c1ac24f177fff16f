# The server for a team. Build: docker build -t conversations-mcp . Run: compose.yaml shows how.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/package.json ./
COPY --from=build /app/bin ./bin
COPY --from=build /app/dist ./dist
# Nothing is written beside the archive: with a file, its folder is the only one that has to be there.
RUN mkdir /data && chown node:node /data && chmod 700 /data
ENV CONVERSATIONS_MCP_DATA_DIR=/data
VOLUME /data
USER node
EXPOSE 8484
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8484/ready').then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/conversations-mcp.cjs"]
CMD ["http", "--host", "0.0.0.0"]
