# WhatsApp needs whatsapp-web.js and Chromium: docker build --build-arg WHATSAPP=on
ARG WHATSAPP=off

FROM node:22-slim AS build
ARG WHATSAPP
WORKDIR /app
# With .puppeteerrc.cjs, as puppeteer would download a browser of its own.
COPY package.json package-lock.json .puppeteerrc.cjs tsconfig.json ./
RUN npm ci
COPY src src
RUN npm run build && npm prune --omit=dev
RUN [ "$WHATSAPP" = on ] || npm uninstall --no-save --omit=dev whatsapp-web.js
# npm keeps TypeScript, since a library could use it.
RUN rm -rf node_modules/typescript node_modules/@typescript node_modules/.bin/tsc

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app

ARG WHATSAPP
RUN if [ "$WHATSAPP" = on ]; then \
      apt-get update && apt-get install -y --no-install-recommends chromium && rm -rf /var/lib/apt/lists/*; \
    fi

COPY LICENSE package.json ./
COPY locales locales
COPY src/campaigns src/campaigns
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist

RUN mkdir --mode=0700 data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 8080

# A second Node for a moment; /healthz answers for as long as the bot is alive.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# If memory is plenty, Node collects garbage late and grows to 300 MB and more, of which the bot needs 60; this limit, never
# reached, makes it collect sooner and keeps it near 200 MB.
CMD ["node", "--max-old-space-size=512", "--enable-source-maps", "dist/main.js"]
